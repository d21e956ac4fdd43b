package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.SocketState;
import java.util.Optional;
import java.util.Set;

/** What a series is of. */
public sealed interface Measure {

  /**
   * Sockets in a state, or in any of several.
   *
   * @param endpoint absent for the whole host
   * @param netns only this network namespace
   * @param owner only this owner; see {@link OwnerFilter}
   */
  record Sockets(
      Set<SocketState> states,
      Optional<Endpoint> endpoint,
      Optional<String> netns,
      Optional<OwnerFilter> owner)
      implements Measure {

    public Sockets {
      states = Set.copyOf(states);
    }
  }

  /** Connections that wait for accept(2) at an endpoint. */
  record ListenQueued(Endpoint endpoint) implements Measure {}

  /** What the accept queues of an endpoint can hold. */
  record ListenLimit(Endpoint endpoint) implements Measure {}

  /**
   * By how much a kernel counter rises from one snapshot to the next.
   *
   * @param counter camelCase name, for example {@code listenOverflows}
   */
  record KernelCounter(String netns, String counter) implements Measure {}
}
