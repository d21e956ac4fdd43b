package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldProcess;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.SocketState;

/**
 * A TCP socket as a line tells it.
 *
 * @param stateWord as printed; empty when the line has none
 * @param v6 whether the socket is IPv6, by its protocol or its addresses
 * @param received and {@code toSend}: as in {@link SocketTable#setQueues}
 */
record TextRow(
    String stateWord,
    SocketState state,
    SocketEnd local,
    SocketEnd remote,
    boolean v6,
    int received,
    int toSend,
    ToldProcess process) {

  /** A socket without queues and owner. */
  static TextRow of(
      String stateWord, SocketState state, SocketEnd local, SocketEnd remote, boolean v6) {
    return new TextRow(
        stateWord,
        state,
        local,
        remote,
        v6 || local.v6() || remote.v6(),
        SocketTable.UNKNOWN,
        SocketTable.UNKNOWN,
        ToldProcess.NONE);
  }

  TextRow withQueues(int newReceived, int newToSend) {
    return new TextRow(stateWord, state, local, remote, v6, newReceived, newToSend, process);
  }

  TextRow withProcess(ToldProcess told) {
    return new TextRow(stateWord, state, local, remote, v6, received, toSend, told);
  }

  boolean hasKnownState() {
    return state != SocketState.UNKNOWN;
  }

  /** How much of the row is understood: the state counts more than the ports. */
  int sense() {
    return (hasKnownState() ? 4 : 0)
        + (local.unknownPort().isEmpty() ? 2 : 0)
        + (remote.unknownPort().isEmpty() ? 1 : 0);
  }

  /** Whether the word of the state goes on where it ends there: CLOSE_WAIT and CLOSE. */
  boolean completes(TextRow cut) {
    return hasKnownState()
        && stateWord.length() > cut.stateWord.length()
        && stateWord.startsWith(cut.stateWord);
  }
}
