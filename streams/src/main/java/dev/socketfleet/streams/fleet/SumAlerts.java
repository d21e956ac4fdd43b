package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Evidence.HostCount;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.streams.alert.HostAlerts;
import dev.socketfleet.streams.alert.Liveness;
import dev.socketfleet.streams.alert.Standing;
import dev.socketfleet.streams.alert.Verdicts;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.fleet.HostTrouble.Trouble;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.EndpointSample;
import dev.socketfleet.streams.window.HostSample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The alerts on the sums over a scope's hosts. A scope is judged as if it were one host, and a
 * closed window as if it were its snapshot: the same rules, baselines and lifecycle, with the mean
 * of the sum as the count.
 *
 * <p>What a host has its own alert about, firing or pending, is taken off first, and so is a host
 * that has more than half of what is left: the sum asks what no host shows by itself. What is held
 * back stays in, since this may be what speaks for it. Owned by the thread of the scope.
 */
final class SumAlerts {

  private final FleetScope scope;
  private HostAlerts alerts = new HostAlerts();
  private long judgedUntilMs;
  private @Nullable RuleSet reconciledWith;

  SumAlerts(FleetScope scope) {
    this.scope = scope;
  }

  /** End of the last window that was judged; windows before it come too late. */
  long judgedUntilMs() {
    return judgedUntilMs;
  }

  boolean isTold(String alertId) {
    return alerts.current().stream()
        .anyMatch(it -> subject(it.subject()).alertId(it.ruleId()).equals(alertId));
  }

  /** Judges a window. */
  void judge(
      FleetWindow sum,
      Collection<HostTrouble> troubled,
      RuleSet rules,
      BiFunction<Endpoint, SocketState, List<Evidence.Point>> recent,
      Collection<Alert> told) {
    judgedUntilMs = sum.endMs();
    if (rules.enabled().isEmpty()) {
      return;
    }
    alerts.judge(sample(sum, troubled), rules, verdicts(sum, rules, recent, told));
  }

  /** Ends the alerts whose rule is gone or another now. */
  void reconcile(RuleSet rules, long nowMs, Collection<Alert> told) {
    RuleSet before = reconciledWith;
    if (before != null && before.enabled().equals(rules.enabled())) {
      return;
    }
    reconciledWith = rules;
    Liveness liveness = new Liveness(scope.text(), Map.of(), nowMs, nowMs, 1, false);
    alerts.tick(liveness, rules, verdicts(null, rules, (endpoint, state) -> List.of(), told));
  }

  private HostSample sample(FleetWindow sum, Collection<HostTrouble> troubled) {
    Set<String> spoken = spokenFor(troubled);
    List<EndpointSample> endpoints = new ArrayList<>();
    for (EndpointWindow window : sum.endpoints()) {
      Endpoint endpoint = window.endpoint();
      long[] counts = new long[SocketState.COUNT];
      for (Map.Entry<SocketState, Gauge> state : window.states().entrySet()) {
        long count = Math.round(state.getValue().mean());
        for (HostCount host : sum.topHosts(endpoint, state.getKey())) {
          boolean alone = 2 * host.count() > count;
          boolean speaks = spoken.contains(spot(host.host(), endpoint, state.getKey()));
          count -= alone || speaks ? host.count() : 0;
        }
        counts[state.getKey().code()] = Math.max(0, count);
      }
      StateCounts own = StateCounts.of(counts);
      Group group = Group.of(Group.HOST_NETNS, endpoint, Owner.NONE, own);
      endpoints.add(
          new EndpointSample(
              group.netns(), endpoint, own, Optional.empty(), Map.of(), List.of(group)));
    }
    return new HostSample(
        scope.text(),
        Map.of(),
        "",
        sum.endMs(),
        sum.endMs() - sum.startMs(),
        "fleet",
        0,
        true,
        endpoints,
        Map.of());
  }

  private static Set<String> spokenFor(Collection<HostTrouble> troubled) {
    Set<String> spoken = new HashSet<>();
    for (HostTrouble host : troubled) {
      for (Trouble trouble : host.troubles()) {
        if (trouble.phase() != Standing.Phase.HELD
            && trouble.endpoint().isPresent()
            && trouble.state().isPresent()) {
          spoken.add(spot(host.host(), trouble.endpoint().get(), trouble.state().get()));
        }
      }
    }
    return spoken;
  }

  private static String spot(String host, Endpoint endpoint, SocketState state) {
    return host + ' ' + endpoint.role().wireName() + ' ' + endpoint.port() + ' ' + state.wireName();
  }

  private Verdicts verdicts(
      @Nullable FleetWindow sum,
      RuleSet rules,
      BiFunction<Endpoint, SocketState, List<Evidence.Point>> recent,
      Collection<Alert> told) {
    return new Verdicts() {
      @Override
      public void transition(Alert alert) {
        told.add(ofScope(alert, sum, rules));
      }

      @Override
      public void judged(
          String netns, Endpoint endpoint, SocketState state, double baseline, double threshold) {}

      @Override
      public List<Evidence.Point> recent(String netns, Endpoint endpoint, SocketState state) {
        return recent.apply(endpoint, state);
      }

      @Override
      public OptionalLong rise(String netns, String counter) {
        return OptionalLong.empty();
      }

      @Override
      public List<Evidence.Point> recentRises(String netns, String counter) {
        return List.of();
      }
    };
  }

  private AlertSubject subject(AlertSubject ofHost) {
    return new AlertSubject(
        scope.text(),
        Optional.empty(),
        Optional.empty(),
        ofHost.endpoint(),
        ofHost.state(),
        Optional.empty());
  }

  /** The alert as one about many hosts, with those that stand out most. */
  private Alert ofScope(Alert alert, @Nullable FleetWindow sum, RuleSet rules) {
    AlertSubject subject = subject(alert.subject());
    String id = subject.alertId(alert.rule().id());
    Optional<Endpoint> endpoint = subject.endpoint();
    Optional<SocketState> state = subject.state();
    List<HostCount> hosts =
        sum == null || endpoint.isEmpty() || state.isEmpty()
            ? List.of()
            : sum.topHosts(endpoint.get(), state.get());
    boolean own = rules.rule(alert.rule().id()).flatMap(it -> it.summary()).isPresent();
    String summary = alert.summary();
    if (!hosts.isEmpty() && !own && alert.status() != AlertStatus.RESOLVED && sum != null) {
      int with = sum.hostsWith(endpoint.orElseThrow(), state.orElseThrow());
      summary += "; on %d hosts, most on %s".formatted(with, SpreadJudge.named(hosts));
    }
    return new Alert(
        id,
        id + "-" + alert.revision(),
        alert.revision(),
        alert.status(),
        alert.reason(),
        alert.severity(),
        alert.rule(),
        subject,
        FleetText.labels(scope),
        alert.value(),
        alert.baseline(),
        alert.threshold(),
        alert.startedAt(),
        alert.updatedAt(),
        alert.resolvedAt(),
        summary,
        alert.meaning(),
        alert.checks(),
        new Evidence(
            List.of(), List.of(), Optional.empty(), Map.of(), alert.evidence().series(), hosts));
  }

  void encode(BinaryWriter out) {
    out.varint(judgedUntilMs);
    alerts.encode(out);
  }

  void decode(BinaryReader in) {
    judgedUntilMs = in.varint();
    alerts = HostAlerts.decode(in);
    reconciledWith = null;
  }
}
