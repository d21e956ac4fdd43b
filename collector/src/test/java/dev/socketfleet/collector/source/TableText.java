package dev.socketfleet.collector.source;

import java.util.ArrayList;
import java.util.List;

/** Rows as text, so that a test can compare and print them whole. */
public final class TableText {

  private TableText() {}

  /**
   * {@code <state> <family> <local>:<port> <remote>:<port> q=<receive>/<send> uid=<uid>
   * inode=<inode>}.
   */
  public static List<String> rows(SocketTable table) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      rows.add(row(table, row));
    }
    return rows;
  }

  private static String row(SocketTable table, int row) {
    return "%s %d %s:%d %s:%d q=%d/%d uid=%d inode=%d"
        .formatted(
            table.state(row).wireName(),
            table.family(row),
            SocketAddresses.format(table.localHigh(row), table.localLow(row)),
            table.localPort(row),
            SocketAddresses.format(table.remoteHigh(row), table.remoteLow(row)),
            table.remotePort(row),
            table.receiveQueue(row),
            table.sendQueue(row),
            table.uid(row),
            table.inode(row));
  }
}
