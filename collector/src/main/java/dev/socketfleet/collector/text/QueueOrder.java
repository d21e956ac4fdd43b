package dev.socketfleet.collector.text;

import dev.socketfleet.collector.source.SocketTable;

/** Which of the numbers in a row are Recv-Q and Send-Q, as the last header said. */
final class QueueOrder {

  private static final String RECEIVED = "Recv-Q";
  private static final String TO_SEND = "Send-Q";

  private int received;
  private int toSend;

  /** Without a header. */
  QueueOrder(int received, int toSend) {
    this.received = received;
    this.toSend = toSend;
  }

  /** Remembers the order of a header in which they are the first numbers of a row. */
  void learn(Words header) {
    learn(header, Math.min(header.list().indexOf(RECEIVED), header.list().indexOf(TO_SEND)));
  }

  /**
   * Remembers the order of a header.
   *
   * @param firstColumn the word of the header that stands over the first number of a row
   */
  void learn(Words header, int firstColumn) {
    int receivedAt = header.list().indexOf(RECEIVED);
    int toSendAt = header.list().indexOf(TO_SEND);
    if (firstColumn >= 0 && receivedAt >= firstColumn && toSendAt >= firstColumn) {
      received = receivedAt - firstColumn;
      toSend = toSendAt - firstColumn;
    }
  }

  /**
   * Recv-Q of a row.
   *
   * @param first the word with the first number
   * @param end behind the last number
   */
  int received(Words words, int first, int end) {
    return number(words, first + received, end);
  }

  /** Send-Q of a row. */
  int toSend(Words words, int first, int end) {
    return number(words, first + toSend, end);
  }

  private static int number(Words words, int at, int end) {
    return at < end ? words.number(at) : SocketTable.UNKNOWN;
  }
}
