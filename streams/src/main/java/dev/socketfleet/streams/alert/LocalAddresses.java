package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.streams.window.HostSample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a snapshot shows to be the host's own: loopback, and those that its connections
 * start from.
 */
record LocalAddresses(Set<String> own) {

  private static final String LOOPBACK_V4 = "127.";
  private static final String LOOPBACK_V6 = "::1";

  LocalAddresses {
    own = Set.copyOf(own);
  }

  static LocalAddresses of(@Nullable HostSample sample) {
    Set<String> own = new HashSet<>();
    if (sample != null) {
      for (Namespace namespace : sample.namespaces().values()) {
        for (Destination destination : namespace.destinations()) {
          own.add(destination.local());
        }
      }
    }
    return new LocalAddresses(own);
  }

  /**
   * Whether the sockets at two ends are those of the same connections, by where most of them go.
   * Between network namespaces loopback does not lead from one to the other.
   *
   * @param peer of the alert at the first end; empty for all
   */
  boolean areConnected(Spot one, String peer, Spot other) {
    boolean near = Objects.equals(one.place.netns(), other.place.netns());
    String here = peer.isEmpty() ? mostPeer(one) : peer;
    String there = mostPeer(other);
    return (here.isEmpty() && there.isEmpty())
        || isLocal(here, near)
        || isLocal(there, near)
        || (near && here.equals(there));
  }

  /** Whether the sockets go to this host itself. */
  boolean isLocal(Spot spot, String peer) {
    return isLocal(peer.isEmpty() ? mostPeer(spot) : peer, true);
  }

  private boolean isLocal(String address, boolean near) {
    boolean loopback = address.startsWith(LOOPBACK_V4) || address.equals(LOOPBACK_V6);
    return loopback ? near : own.contains(address);
  }

  /** The remote address of most sockets in suspicious states; empty when none is told. */
  private static String mostPeer(Spot spot) {
    Map<String, Long> counts = new HashMap<>();
    spot.sample()
        .ifPresent(
            endpoint -> {
              for (Group group : endpoint.groups()) {
                for (List<PeerCount> ofState : group.peers().values()) {
                  ofState.forEach(it -> counts.merge(it.address(), it.count(), Long::sum));
                }
              }
            });
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
