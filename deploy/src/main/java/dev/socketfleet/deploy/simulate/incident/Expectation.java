package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.SocketState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The truth about one place of an incident: what should be raised, if anything.
 *
 * @param incident id of the incident; a leak of the peer has two places
 * @param scope {@code host:<id>} or {@code fleet}
 * @param hosts that it happens to
 * @param condition what has to hold, in words
 * @param holdsFrom when it begins to hold, with all the time it has to; absent when it never does,
 *     so that nothing should be raised
 */
public record Expectation(
    String incident,
    IncidentKind kind,
    String scope,
    List<String> hosts,
    Optional<String> netns,
    Optional<Endpoint> endpoint,
    Optional<SocketState> state,
    Optional<String> peer,
    Instant start,
    Instant end,
    String condition,
    Optional<Instant> holdsFrom) {

  public Expectation {
    hosts = List.copyOf(hosts);
  }

  /** Whether an alert should be raised. */
  public boolean isRaised() {
    return holdsFrom.isPresent();
  }
}
