package dev.socketfleet.common.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The 11 connection states of RFC 9293 section 3.3.2, plus two that systems show and the RFC does
 * not know. Wire names are the values of OpenTelemetry's {@code network.connection.state}.
 *
 * <p>The order of the constants is internal: records on topics and in stores carry {@link
 * #wireName()} or {@link #code()}, never an ordinal.
 */
public enum SocketState {
  CLOSED("closed", 0),
  LISTEN("listen", 1),
  SYN_SENT("syn_sent", 2),
  SYN_RECEIVED("syn_received", 3),
  ESTABLISHED("established", 4),
  FIN_WAIT_1("fin_wait_1", 5),
  FIN_WAIT_2("fin_wait_2", 6),
  CLOSE_WAIT("close_wait", 7),
  CLOSING("closing", 8),
  LAST_ACK("last_ack", 9),
  TIME_WAIT("time_wait", 10),
  /** Bound to a local port, neither listening nor connecting: no state of the RFC. */
  BOUND("bound", 11),
  /** A code or name that no mapping knows. Counted, never refused. */
  UNKNOWN("unknown", 12);

  /** How many states there are: the length of every array indexed by {@link #code()}. */
  public static final int COUNT = 13;

  private static final Map<String, SocketState> BY_WIRE_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(SocketState::wireName, Function.identity()));

  private static final List<SocketState> BY_CODE = List.of(values());

  private final String wireName;
  private final int code;

  SocketState(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** The name on the wire, in queries and in rules, for example {@code close_wait}. */
  public String wireName() {
    return wireName;
  }

  /** A stable number in 0..12 for arrays and binary records. No system's own number. */
  public int code() {
    return code;
  }

  /**
   * The state of an internal code.
   *
   * @throws IndexOutOfBoundsException outside 0..12
   */
  public static SocketState ofCode(int code) {
    return BY_CODE.get(code);
  }

  /** The state with exactly this wire name; people's spellings go through the state dictionary. */
  public static Optional<SocketState> ofWireName(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }
}
