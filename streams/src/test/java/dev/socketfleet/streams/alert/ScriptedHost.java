package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Plays the life of one host snapshot by snapshot and notes the transitions. */
final class ScriptedHost implements Verdicts {

  static final long START = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();
  static final Owner NGINX = new Owner(OwnerKind.UNIT, "nginx.service");

  final List<Alert> transitions = new ArrayList<>();
  final List<String> judged = new ArrayList<>();
  private final Map<String, Long> steps = new TreeMap<>();
  private final long intervalMs;
  RuleSet rules;
  HostAlerts alerts = new HostAlerts();
  long at;
  boolean restartsAtEachStep;
  private Map<String, Long> tcp = Map.of();
  private Map<String, Long> tcpBefore = Map.of();
  private final Map<String, Long> rises = new HashMap<>();
  private List<Destination> destinations = List.of();
  private List<Namespace> others = List.of();
  private long inode = 1;
  private long incomplete;
  private KernelLimits limits = new KernelLimits(2_048, 4_096, 1, 32_768, 60_999);

  ScriptedHost(RuleSet rules, Duration interval) {
    this.rules = rules;
    this.intervalMs = interval.toMillis();
    this.at = START - intervalMs;
  }

  static ScriptedHost withDefaults(int intervalSeconds) {
    return new ScriptedHost(RuleSet.defaults(), Duration.ofSeconds(intervalSeconds));
  }

  ScriptedHost limits(KernelLimits ofKernel) {
    limits = ofKernel;
    return this;
  }

  ScriptedHost tcp(Map<String, Long> counters) {
    tcp = counters;
    return this;
  }

  /** From now on each snapshot has so many events more of a counter than the one before. */
  ScriptedHost rising(String counter, long each) {
    steps.put(counter, each);
    return this;
  }

  ScriptedHost steady() {
    steps.clear();
    return this;
  }

  ScriptedHost destinations(Destination... busiest) {
    destinations = List.of(busiest);
    return this;
  }

  ScriptedHost otherNamespaces(Namespace... namespaces) {
    others = List.of(namespaces);
    return this;
  }

  /** The namespace is made anew: another inode, all counters at these values. */
  ScriptedHost namespaceAnew(Map<String, Long> counters) {
    inode++;
    tcp = counters;
    return this;
  }

  /** A report of the collector, one interval after the last. */
  void report(String boot, long skewMs, boolean trusted, boolean complete) {
    at += intervalMs;
    restart();
    incomplete += complete ? 0 : 1;
    alerts.observe(
        new HostReport(
            "web-1", Map.of("dc", "eu1"), "Linux 6.18", at, boot, skewMs, trusted, incomplete),
        rules,
        this);
  }

  /** The next snapshot, one interval later. */
  void snapshot(Group... groups) {
    at += intervalMs;
    judge(true, groups);
  }

  /** The next snapshot is cut. */
  void incompleteSnapshot(Group... groups) {
    at += intervalMs;
    judge(false, groups);
  }

  /** Snapshots for so long. */
  void snapshots(Duration length, Group... groups) {
    for (long end = at + length.toMillis(); at + intervalMs <= end; ) {
      snapshot(groups);
    }
  }

  /** No snapshot for so long. */
  void silence(Duration length) {
    at += length.toMillis();
  }

  void tick(Duration sinceLastAppend) {
    restart();
    alerts.tick(
        new Liveness(
            "web-1", Map.of("dc", "eu1"), at + sinceLastAppend.toMillis(), at, intervalMs, true),
        rules,
        this);
  }

  private void judge(boolean complete, Group... groups) {
    restart();
    Map<String, Long> next = new HashMap<>(tcp);
    steps.forEach((counter, each) -> next.merge(counter, each, Long::sum));
    tcp = Map.copyOf(next);
    tcp.forEach(
        (counter, value) ->
            rises.merge(counter, value - tcpBefore.getOrDefault(counter, value), Long::sum));
    tcpBefore = tcp;
    alerts.judge(sample(complete, groups), rules, this);
  }

  private void restart() {
    if (restartsAtEachStep) {
      BinaryWriter out = new BinaryWriter();
      alerts.encode(out);
      BinaryReader in = new BinaryReader(out.toByteArray());
      alerts = HostAlerts.decode(in);
      if (in.remaining() != 0) {
        throw new IllegalStateException(in.remaining() + " bytes were not read");
      }
    }
  }

  private HostSample sample(boolean complete, Group... groups) {
    return HostSample.of(
        new Snapshot(
            "web-1",
            Map.of("dc", "eu1"),
            "Linux 6.18",
            "boot",
            (at - START) / intervalMs,
            Instant.ofEpochMilli(at),
            Duration.ofMillis(intervalMs),
            "netlink",
            complete,
            List.of(),
            List.of(groups),
            Stream.concat(
                    Stream.of(new Namespace(Group.HOST_NETNS, inode, tcp, limits, destinations)),
                    others.stream())
                .toList(),
            new CollectorHealth("1.0.0", 1, 1, 0)),
        at);
  }

  /** {@code firing close-wait-high 10s}: status or reason, rule, seconds since the start. */
  List<String> told() {
    return transitions.stream()
        .map(
            it ->
                it.reason().map(reason -> reason.wireName()).orElse(it.status().wireName())
                    + " "
                    + it.rule().id()
                    + " "
                    + (it.updatedAt().toEpochMilli() - START) / 1_000
                    + "s")
        .toList();
  }

  List<Alert> firing() {
    return transitions.stream().filter(it -> it.status() == AlertStatus.FIRING).toList();
  }

  Alert last() {
    return transitions.get(transitions.size() - 1);
  }

  /** Sockets of a server port in one state. */
  static Group server(int port, SocketState state, long count) {
    return group(Role.SERVER, port, StateCounts.of(state, count));
  }

  static Group group(Role role, int port, StateCounts counts) {
    return new Group(
        Group.HOST_NETNS,
        new Endpoint(role, port),
        NGINX,
        Optional.of(new OwnerProcess(812, "nginx")),
        counts,
        Optional.empty(),
        Map.of(SocketState.CLOSE_WAIT, List.of(new PeerCount("203.0.113.9", 7))),
        Map.of());
  }

  static Group aged(int port, long count, Duration oldest) {
    return new Group(
        Group.HOST_NETNS,
        new Endpoint(Role.SERVER, port),
        NGINX,
        Optional.empty(),
        StateCounts.of(SocketState.CLOSE_WAIT, count),
        Optional.empty(),
        Map.of(),
        Map.of(SocketState.CLOSE_WAIT, oldest.toMillis()));
  }

  static Group listening(int port, long queued, long limit, SocketState state, long count) {
    return new Group(
        Group.HOST_NETNS,
        new Endpoint(Role.SERVER, port),
        NGINX,
        Optional.of(new OwnerProcess(812, "nginx")),
        StateCounts.of(SocketState.LISTEN, 1).plus(StateCounts.of(state, count)),
        Optional.of(ListenQueue.of(queued, limit)),
        Map.of(),
        Map.of());
  }

  /** Sockets of one state with where they go. */
  static Group to(Role role, int port, SocketState state, long count, PeerCount... peers) {
    return new Group(
        Group.HOST_NETNS,
        new Endpoint(role, port),
        NGINX,
        Optional.of(new OwnerProcess(812, "nginx")),
        StateCounts.of(state, count),
        Optional.empty(),
        Map.of(state, List.of(peers)),
        Map.of());
  }

  /** How long after a moment the first alert of a rule fired, seconds; empty when none did. */
  OptionalLong firedAfter(String rule, long since) {
    return firing().stream()
        .filter(it -> it.rule().id().equals(rule))
        .mapToLong(it -> (it.updatedAt().toEpochMilli() - since) / 1_000)
        .findFirst();
  }

  /** The rules whose alerts fired, in their order. */
  List<String> fired() {
    return firing().stream().map(it -> it.rule().id()).toList();
  }

  @Override
  public OptionalLong rise(String netns, String counter) {
    Long rise = rises.get(counter);
    return rise == null ? OptionalLong.empty() : OptionalLong.of(rise);
  }

  @Override
  public void transition(Alert alert) {
    transitions.add(alert);
  }

  @Override
  public void judged(
      String netns, Endpoint endpoint, SocketState state, double baseline, double threshold) {
    judged.add(
        netns
            + " "
            + endpoint
            + " "
            + state.wireName()
            + " "
            + Math.round(baseline)
            + " "
            + Math.round(threshold));
  }

  @Override
  public List<Evidence.Point> recent(String netns, Endpoint endpoint, SocketState state) {
    return List.of(new Evidence.Point(Instant.ofEpochMilli(START), new Gauge(1, 0, 0, 0, 0)));
  }
}
