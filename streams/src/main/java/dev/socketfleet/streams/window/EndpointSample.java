package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One endpoint of one network namespace in one snapshot, summed over its owners.
 *
 * @param counts over all owners
 * @param listen all its listeners together
 * @param oldestMs per state the age of the oldest socket of any owner, where known
 * @param groups what it is the sum of, for owners and peers; at least one
 */
public record EndpointSample(
    String netns,
    Endpoint endpoint,
    StateCounts counts,
    Optional<ListenQueue> listen,
    Map<SocketState, Long> oldestMs,
    List<Group> groups) {

  public EndpointSample {
    oldestMs = Map.copyOf(oldestMs);
    groups = List.copyOf(groups);
  }

  /** What did not fit into the snapshot's group limit: exact in totals, no endpoint to judge. */
  public boolean isRest() {
    return endpoint.port() == 0;
  }
}
