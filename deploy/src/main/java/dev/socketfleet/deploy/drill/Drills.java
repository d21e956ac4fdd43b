package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * All drills. Counts are 1 or more; a port is 0 to pick a free one. Those without a port run in a
 * network namespace of their own and need root.
 */
public final class Drills {

  /** The states that {@link #teardown} knows. */
  public static final Set<SocketState> TEARDOWN_STATES = Teardown.STATES;

  private Drills() {}

  /**
   * A service that never closes what its clients have closed.
   *
   * @param rate empty for all at once
   */
  public static Drill closeWait(int count, int port, Optional<Rate> rate) {
    String what =
        rate.map(it -> "close_wait sockets, %s more up to %d,".formatted(it, count))
            .orElse(count + " close_wait sockets");
    return new LoopbackDrill(new CloseWait(count, port, rate), what, "state close-wait");
  }

  /** A service with a queue of this length that does not accept. */
  public static Drill acceptQueue(int backlog, int port) {
    return new LoopbackDrill(
        new AcceptQueue(backlog, port),
        "%d connections in an accept queue of %d".formatted(backlog + 1, backlog),
        "state listening");
  }

  /** A service that is killed after this time. */
  public static Drill listenerGone(int port, Duration after) {
    return new ListenerGoneDrill(port, after);
  }

  /** A service whose answers to SYNs get lost. */
  public static Drill synReceived(int count) {
    return new NamespaceDrill(HalfOpen.scene(count));
  }

  /**
   * SYNs from many addresses that never answer.
   *
   * @param syncookies the kernel's setting, 0, 1 or 2
   */
  public static Drill synFlood(int syncookies, int perSecond) {
    return new NamespaceDrill(SynFlood.scene(syncookies, perSecond));
  }

  /** Clients of an upstream that does not answer. */
  public static Drill synSent(int count) {
    return new NamespaceDrill(SynSent.scene(count));
  }

  /** Clients of a peer that never closes. */
  public static Drill finWait2(int count, Rate rate) {
    return new NamespaceDrill(FinWait2.scene(count, rate));
  }

  /**
   * A service whose FINs get lost.
   *
   * @param state one of {@link #TEARDOWN_STATES}
   */
  public static Drill teardown(SocketState state, int count, Rate rate) {
    return new NamespaceDrill(Teardown.scene(state, count, rate));
  }

  /** Clients that use up an ephemeral range of so many ports. */
  public static Drill portExhaustion(int ports) {
    return new NamespaceDrill(PortExhaustion.scene(ports));
  }
}
