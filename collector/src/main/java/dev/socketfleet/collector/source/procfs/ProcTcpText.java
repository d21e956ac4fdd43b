package dev.socketfleet.collector.source.procfs;

import dev.socketfleet.collector.source.SocketTable;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines of {@code /proc/net/tcp} or {@code tcp6} that another machine printed, which may be of the
 * other byte order. Owned by one thread.
 */
public final class ProcTcpText {

  private final ProcTcpLine parser;
  private final ProcTcpFaults faults;

  /**
   * A reader of one input.
   *
   * @param input its name, for messages
   * @param order of the machine that printed it
   */
  public ProcTcpText(String input, ByteOrder order) {
    this.parser = new ProcTcpLine(order);
    this.faults = new ProcTcpFaults(input);
  }

  /**
   * Adds the socket of a line; one that is none is reported.
   *
   * @param number of the line in the input, from 1
   */
  public void read(int number, String line, SocketTable into) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    faults.atLine(number);
    parser.parse(bytes, 0, bytes.length, faults, into);
  }

  /** Whether every line was a socket. */
  public boolean isComplete() {
    return faults.lostSockets() == 0;
  }

  /** For people: what could not be read. */
  public List<String> messages() {
    return faults.messages();
  }
}
