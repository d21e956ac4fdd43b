package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldHolders;
import dev.socketfleet.collector.owner.ToldProcess;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.SocketState;

/**
 * Where the formats put what they read: the rows of the table, their holders, and the faults. Owned
 * by one thread.
 */
final class ReadRows {

  private final SocketTable table;
  private final ToldHolders holders;
  private final TextFaults faults;
  private int withoutState;

  ReadRows(SocketTable table, ToldHolders holders, TextFaults faults) {
    this.table = table;
    this.holders = holders;
    this.faults = faults;
  }

  SocketTable table() {
    return table;
  }

  TextFaults faults() {
    return faults;
  }

  /**
   * Counts a socket.
   *
   * @param number of the line in the input, from 1
   * @param line as it stands there, for messages
   */
  void add(TextRow row, long number, String line) {
    int added = table.add(row.state().code(), row.v6() ? SocketTable.IPV6 : SocketTable.IPV4);
    table.setLocal(added, row.local().high(), row.local().low(), row.local().port());
    table.setRemote(added, row.remote().high(), row.remote().low(), row.remote().port());
    table.setQueues(added, row.received(), row.toSend());
    if (row.process().pid() > 0) {
      table.setPid(added, row.process().pid());
    }
    holders.add(row.process());
    report(row, number, line);
  }

  /** Tells the holder of rows that somebody else added to the table: nobody. */
  void addedByOthers() {
    holders.add(ToldProcess.NONE);
  }

  /** Forgets the rows from this one on. */
  void truncate(int size) {
    table.truncate(size);
    holders.truncate(size);
  }

  /** The input has ended. */
  void end() {
    if (withoutState > 0 && withoutState >= table.size()) {
      faults.remark(
          "text: no row has a state, so all sockets are unknown. Print the states: sockstat -s,"
              + " ss without a filter for one state, netstat without -T, Select-Object State");
    }
  }

  private void report(TextRow row, long number, String line) {
    if (row.state() == SocketState.UNKNOWN) {
      withoutState += row.stateWord().isEmpty() ? 1 : 0;
      faults.unknownState(number, row.stateWord(), line);
    }
    if (!row.local().unknownPort().isEmpty()) {
      faults.unknownPort(number, row.local().unknownPort());
    }
    if (!row.remote().unknownPort().isEmpty()) {
      faults.unknownPort(number, row.remote().unknownPort());
    }
  }
}
