package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Connections that a host has closed and a peer has not: its clients in FIN_WAIT_2 towards one
 * address and port (RFC 9293 section 3.3.2).
 *
 * @param local address that they start from; empty when the snapshot does not tell
 */
public record HalfClosed(String local, String remote, int port, long count) {

  /** Fewer are on their way to be closed. */
  static final long MINIMUM = 10;

  private static final int MOST = 20;

  /** Those of a snapshot, most first, at most 20. */
  public static List<HalfClosed> of(Snapshot snapshot) {
    List<HalfClosed> all = new ArrayList<>(0);
    for (Group group : snapshot.groups()) {
      if (group.endpoint().role() == Role.CLIENT
          && group.counts().count(SocketState.FIN_WAIT_2) >= MINIMUM) {
        int port = group.endpoint().port();
        for (PeerCount peer : group.peers().getOrDefault(SocketState.FIN_WAIT_2, List.of())) {
          if (peer.count() >= MINIMUM) {
            String local = local(snapshot, group.netns(), peer.address(), port);
            all.add(new HalfClosed(local, peer.address(), port, peer.count()));
          }
        }
      }
    }
    all.sort(Comparator.comparingLong(HalfClosed::count).reversed());
    return all.size() > MOST ? List.copyOf(all.subList(0, MOST)) : all;
  }

  private static String local(Snapshot snapshot, String netns, String remote, int port) {
    String local = "";
    long most = -1;
    for (Namespace namespace : snapshot.namespaces()) {
      if (namespace.name().equals(netns)) {
        for (Destination destination : namespace.destinations()) {
          if (destination.port() == port
              && destination.remote().equals(remote)
              && destination.used() > most) {
            most = destination.used();
            local = destination.local();
          }
        }
      }
    }
    return local;
  }
}
