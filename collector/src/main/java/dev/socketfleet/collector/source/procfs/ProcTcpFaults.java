package dev.socketfleet.collector.source.procfs;

import java.util.ArrayList;
import java.util.List;

/**
 * What could not be read in one file: counts, and the text of the first few. Owned by one thread.
 */
final class ProcTcpFaults {

  private static final int TOLD = 3;

  private final String file;
  private final List<String> messages = new ArrayList<>();
  private int line;
  private int count;
  private int lost;

  ProcTcpFaults(String file) {
    this.file = file;
  }

  /** The next faults are in this line, counted from 1, the header included. */
  void atLine(int number) {
    line = number;
  }

  /** The line is no socket: what is missing then makes the capture incomplete. */
  void lost(String column, String value, String wanted) {
    lost++;
    add(column, value, wanted, "The socket was not counted.");
  }

  /** The socket is there, one of its columns is not. */
  void unknown(String column, String value, String wanted, String consequence) {
    add(column, value, wanted, consequence);
  }

  private void add(String column, String value, String wanted, String consequence) {
    if (count++ < TOLD) {
      messages.add(
          "%s line %d, column %s: '%s' is not %s. %s"
              .formatted(file, line, column, value, wanted, consequence));
    }
  }

  /** How many sockets are missing. */
  int lostSockets() {
    return lost;
  }

  /** For people: the first faults and how many more there were. */
  List<String> messages() {
    if (count <= TOLD) {
      return List.copyOf(messages);
    }
    List<String> all = new ArrayList<>(messages);
    all.add("%s: %d more like these".formatted(file, count - TOLD));
    return all;
  }
}
