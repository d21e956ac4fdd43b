package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.window.WindowPart;
import java.util.Optional;
import java.util.Set;

/** What a series is of. */
public sealed interface Measure {

  /** What of a window it takes. */
  WindowPart part();

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

    @Override
    public WindowPart part() {
      if (netns.isPresent() || owner.isPresent()) {
        return new WindowPart.Whole();
      }
      return endpoint
          .<WindowPart>map(WindowPart.OneEndpoint::new)
          .orElseGet(WindowPart.Totals::new);
    }
  }

  /** Connections that wait for accept(2) at an endpoint. */
  record ListenQueued(Endpoint endpoint) implements Measure {

    @Override
    public WindowPart part() {
      return new WindowPart.OneEndpoint(endpoint);
    }
  }

  /** What the accept queues of an endpoint can hold. */
  record ListenLimit(Endpoint endpoint) implements Measure {

    @Override
    public WindowPart part() {
      return new WindowPart.OneEndpoint(endpoint);
    }
  }

  /**
   * By how much a kernel counter rises from one snapshot to the next.
   *
   * @param counter camelCase name, for example {@code listenOverflows}
   */
  record KernelCounter(String netns, String counter) implements Measure {

    @Override
    public WindowPart part() {
      return new WindowPart.Whole();
    }
  }
}
