package dev.socketfleet.collector.source;

import static dev.socketfleet.common.model.SocketState.BOUND;
import static dev.socketfleet.common.model.SocketState.CLOSED;
import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.CLOSING;
import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_1;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_2;
import static dev.socketfleet.common.model.SocketState.LAST_ACK;
import static dev.socketfleet.common.model.SocketState.LISTEN;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;
import static dev.socketfleet.common.model.SocketState.SYN_SENT;
import static dev.socketfleet.common.model.SocketState.TIME_WAIT;
import static dev.socketfleet.common.model.SocketState.UNKNOWN;

import dev.socketfleet.common.model.SocketState;

/** The state numbers of the Linux kernel: include/net/tcp_states.h. */
public final class LinuxTcpState {

  /** TCP_ESTABLISHED (1) to TCP_BOUND_INACTIVE (13); 12 is TCP_NEW_SYN_RECV. */
  private static final SocketState[] BY_NUMBER = {
    UNKNOWN,
    ESTABLISHED,
    SYN_SENT,
    SYN_RECEIVED,
    FIN_WAIT_1,
    FIN_WAIT_2,
    TIME_WAIT,
    CLOSED,
    CLOSE_WAIT,
    LAST_ACK,
    LISTEN,
    CLOSING,
    SYN_RECEIVED,
    BOUND
  };

  private LinuxTcpState() {}

  /**
   * The state of a kernel number.
   *
   * <p>A socket that was bound and does not listen or connect is shown as TCP_CLOSE, with the local
   * port that it holds; a closed one holds none and is not shown.
   *
   * @param number any; {@link SocketState#UNKNOWN} for those that the kernel does not define
   */
  public static SocketState of(int number, int localPort) {
    if (number < 0 || number >= BY_NUMBER.length) {
      return UNKNOWN;
    }
    SocketState state = BY_NUMBER[number];
    return state == CLOSED && localPort != 0 ? BOUND : state;
  }
}
