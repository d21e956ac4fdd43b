package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldProcess;
import dev.socketfleet.common.model.SocketState;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * netstat of Solaris and illumos: a section for each protocol and family, no protocol in the rows:
 * {@code local remote Swind Send-Q Rwind Recv-Q state}. With {@code -u} user, pid and command stand
 * behind the ends.
 */
final class SolarisNetstatParser implements RowParser {

  /** Solaris 7 and before had IPv4 only and no colon. */
  private static final Pattern SECTION =
      Pattern.compile("(?:.*[^A-Za-z])?(TCP|UDP|SCTP|ICMP|RAW|RTS)(?:: IPv([46])(?: .*|[^ ]*)|:?)");

  /** A column of SCTP alone. */
  private static final String STREAMS = "StrsI/O";

  private static final int NUMBERS = 4;

  private final StateWords states;
  private final SocketEnds ends;
  private final QueueOrder queues = new QueueOrder(3, 1);
  private boolean tcp = true;
  private boolean v6;
  private boolean told;

  SolarisNetstatParser(StateWords states, SocketEnds ends) {
    this.states = states;
    this.ends = ends;
  }

  @Override
  public StateWords states() {
    return states;
  }

  @Override
  public Kind kind(Words words) {
    Matcher section = SECTION.matcher(words.between(0, words.size()));
    if (section.matches()) {
      tcp = section.group(1).equals("TCP");
      v6 = "6".equals(section.group(2));
      return Kind.OTHER;
    }
    if (words.list().contains("Active")) {
      tcp = false;
      return Kind.OTHER;
    }
    if (words.list().contains("Local") || words.at(words.size() - 1).startsWith("---")) {
      learn(words);
      return Kind.OTHER;
    }
    int local = local(words);
    if (!tcp) {
      return Kind.OTHER;
    }
    return local >= 0 ? Kind.SOCKET : Kind.REST;
  }

  private void learn(Words header) {
    tcp &= !header.list().contains(STREAMS);
    int first = header.list().indexOf("Swind");
    if (first >= 0) {
      queues.learn(header, first);
      told = header.list().contains("Pid");
    }
  }

  /**
   * The first of two ends, better with a number behind, since a prefix may look like an end; one
   * alone when it begins the line, whose rest is in the next.
   */
  private static int local(Words words) {
    int first = -1;
    for (int i = 0; i + 1 < words.size(); i++) {
      if (SocketEnds.isEnd(words.at(i)) && SocketEnds.isEnd(words.at(i + 1))) {
        if (words.isNumber(i + 2)) {
          return i;
        }
        first = first < 0 ? i : first;
      }
    }
    return first < 0 && words.size() <= 2 && SocketEnds.isEnd(words.at(0)) ? 0 : first;
  }

  @Override
  public Optional<TextRow> parse(Words words) {
    int local = local(words);
    return local < 0 || !SocketEnds.isEnd(words.at(local + 1))
        ? Optional.empty()
        : Optional.of(row(words, local));
  }

  private TextRow row(Words words, int local) {
    int numbers = numbers(words, local + 2);
    int stateAt = state(words, numbers < 0 ? local + 2 : numbers + NUMBERS);
    String word = words.at(stateAt);
    SocketState state = states.of(word);
    TextRow row =
        TextRow.of(
            word, state, ends.parse(words.at(local), v6), ends.parse(words.at(local + 1), v6), v6);
    if (numbers >= 0 && state != SocketState.LISTEN) {
      row =
          row.withQueues(
              queues.received(words, numbers, numbers + NUMBERS),
              queues.toSend(words, numbers, numbers + NUMBERS));
    }
    return told && numbers >= local + 4 ? row.withProcess(process(words, local + 2, numbers)) : row;
  }

  /** The first of four numbers in a row, or -1. A pid stands before a name. */
  private static int numbers(Words words, int from) {
    for (int i = from; i + NUMBERS <= words.size(); i++) {
      if (words.skipNumbers(i) - i >= NUMBERS) {
        return i;
      }
    }
    return -1;
  }

  private int state(Words words, int from) {
    for (int i = from; i < words.size(); i++) {
      if (states.isState(words.at(i))) {
        return i;
      }
    }
    return from;
  }

  private static ToldProcess process(Words words, int user, int end) {
    return new ToldProcess(
        words.number(user + 1), words.between(user + 2, end), words.at(user), "");
  }
}
