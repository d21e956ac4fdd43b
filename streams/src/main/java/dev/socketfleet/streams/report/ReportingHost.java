package dev.socketfleet.streams.report;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.alert.Standing;
import dev.socketfleet.streams.fleet.HostTrouble;
import dev.socketfleet.streams.fleet.HostTrouble.Trouble;
import dev.socketfleet.streams.fleet.TroubleReports;
import dev.socketfleet.streams.host.HostRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host of the engine as one that reports to the fleet. Who is behind sockets in CLOSE_WAIT on a
 * server port comes from its youngest snapshot, which is read for nothing else.
 */
public record ReportingHost(HostRecord host) implements TroubleReports.Host {

  private static final int MOST_PEERS = 20;

  @Override
  public String id() {
    return host.host();
  }

  @Override
  public Map<String, String> labels() {
    return host.labels();
  }

  @Override
  public boolean takeTouched() {
    return host.takeTouched();
  }

  @Override
  public HostTrouble trouble() {
    List<Standing> standings = host.standings();
    Optional<Snapshot> snapshot =
        standings.stream().anyMatch(ReportingHost::isOfServerLeak)
            ? host.latestSnapshot()
            : Optional.empty();
    List<Trouble> troubles = new ArrayList<>(standings.size());
    standings.forEach(it -> troubles.add(trouble(it, snapshot)));
    return new HostTrouble(host.host(), troubles, host.halfClosed());
  }

  private static boolean isOfServerLeak(Standing standing) {
    return standing.subject().state().equals(Optional.of(SocketState.CLOSE_WAIT))
        && standing.subject().endpoint().map(it -> it.role() == Role.SERVER).orElse(false);
  }

  private static Trouble trouble(Standing standing, Optional<Snapshot> snapshot) {
    List<Group> groups =
        isOfServerLeak(standing)
            ? groups(
                snapshot,
                standing.subject().netns().orElse(Group.HOST_NETNS),
                standing.subject().endpoint().orElseThrow())
            : List.of();
    return new Trouble(
        standing.ruleId(),
        standing.subject().endpoint(),
        standing.subject().state(),
        standing.subject().peer().orElse(""),
        standing.phase(),
        Math.max(0, standing.startedAtMs()),
        Math.max(0, Math.round(standing.value())),
        peers(groups),
        owner(groups));
  }

  private static List<Group> groups(Optional<Snapshot> snapshot, String netns, Endpoint endpoint) {
    return snapshot.stream()
        .flatMap(it -> it.groups().stream())
        .filter(it -> it.endpoint().equals(endpoint) && it.netns().equals(netns))
        .toList();
  }

  private static List<PeerCount> peers(List<Group> groups) {
    Map<String, Long> counts = new HashMap<>();
    for (Group group : groups) {
      group
          .peers()
          .getOrDefault(SocketState.CLOSE_WAIT, List.of())
          .forEach(it -> counts.merge(it.address(), it.count(), Long::sum));
    }
    return counts.entrySet().stream()
        .map(it -> new PeerCount(it.getKey(), it.getValue()))
        .sorted(
            Comparator.comparingLong(PeerCount::count).reversed().thenComparing(PeerCount::address))
        .limit(MOST_PEERS)
        .toList();
  }

  private static Optional<Evidence.OwnerCount> owner(List<Group> groups) {
    return groups.stream()
        .map(
            it ->
                new Evidence.OwnerCount(
                    it.owner(), it.process(), it.counts().count(SocketState.CLOSE_WAIT)))
        .filter(it -> it.count() > 0)
        .max(Comparator.comparingLong(Evidence.OwnerCount::count));
  }
}
