package dev.socketfleet.common.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sockets of a snapshot that share network namespace, endpoint and owner.
 *
 * @param netns {@code host} for the collector's own namespace, a container's or unit's name for
 *     others, {@code *} for what did not fit into the group limit
 * @param process who holds most of them at this moment
 * @param listen present when the group has listeners
 * @param peers per suspicious state the remote addresses with most sockets, at most 5
 * @param oldestMs per suspicious state how long its oldest socket has been in it, milliseconds
 */
public record Group(
    String netns,
    Endpoint endpoint,
    Owner owner,
    Optional<OwnerProcess> process,
    StateCounts counts,
    Optional<ListenQueue> listen,
    Map<SocketState, List<PeerCount>> peers,
    Map<SocketState, Long> oldestMs) {

  /** The namespace name of the collector's own network namespace. */
  public static final String HOST_NETNS = "host";

  /** The namespace name of the group that takes what exceeds the group limit. */
  public static final String ANY_NETNS = "*";

  public Group {
    peers = Map.copyOf(peers);
    oldestMs = Map.copyOf(oldestMs);
  }

  /** A group without owner process, listeners and evidence. */
  public static Group of(String netns, Endpoint endpoint, Owner owner, StateCounts counts) {
    return new Group(
        netns, endpoint, owner, Optional.empty(), counts, Optional.empty(), Map.of(), Map.of());
  }
}
