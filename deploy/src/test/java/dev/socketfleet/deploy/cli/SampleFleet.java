package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.query.LatestSnapshot;
import dev.socketfleet.streams.query.TimeRange;
import dev.socketfleet.streams.query.WindowSlice;
import dev.socketfleet.streams.window.HostSample;
import dev.socketfleet.streams.window.HostWindow;
import dev.socketfleet.streams.window.WindowPart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One host, {@code web-17}, with 300 CLOSE_WAIT sockets of nginx, and alerts about it. */
final class SampleFleet implements HostReader, AlertReader {

  static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);

  private static final Owner NGINX = new Owner(OwnerKind.UNIT, "nginx.service");
  private static final long MINUTE_MS = 60_000;

  private final Map<String, Alert> byId = new ConcurrentHashMap<>();
  private final Instant now;

  SampleFleet(Instant now) {
    this.now = now;
  }

  void put(Alert alert) {
    byId.put(alert.id(), alert);
  }

  static Alert alert(AlertStatus status, long revision, Instant updated, String summary) {
    return alertOf("close-wait-high", status, revision, updated, summary);
  }

  static Alert alertOf(
      String rule, AlertStatus status, long revision, Instant updated, String summary) {
    AlertSubject subject = AlertSubject.of("web-17", "host", HTTPS, SocketState.CLOSE_WAIT);
    String id = subject.alertId(rule);
    boolean over = status == AlertStatus.RESOLVED;
    return new Alert(
        id,
        id + "-" + revision,
        revision,
        status,
        over ? Optional.of(ResolveReason.CLEARED) : Optional.empty(),
        Severity.WARNING,
        new Alert.RuleReference(rule, "threshold", "abc"),
        subject,
        Map.of(),
        OptionalDouble.of(300),
        OptionalDouble.of(2.25),
        OptionalDouble.of(100),
        updated,
        updated,
        over ? Optional.of(updated) : Optional.empty(),
        summary,
        "The program does not close its sockets.",
        List.of("ss -tanp state close-wait"),
        new Evidence(
            List.of(
                new Evidence.OwnerCount(NGINX, Optional.of(new OwnerProcess(812, "nginx")), 300)),
            List.of(),
            Optional.empty(),
            Map.of(),
            List.of()));
  }

  private Snapshot snapshot() {
    return new Snapshot(
        "web-17",
        Map.of("dc", "eu1"),
        "Linux\u001b[31m 6.18",
        "boot",
        0,
        now,
        Duration.ofSeconds(10),
        "netlink",
        true,
        List.of(),
        List.of(
            new Group(
                "host",
                HTTPS,
                NGINX,
                Optional.of(new OwnerProcess(812, "nginx")),
                StateCounts.of(SocketState.CLOSE_WAIT, 300),
                Optional.of(ListenQueue.of(2, 511)),
                Map.of(),
                Map.of())),
        List.of(),
        new CollectorHealth("1.0.0", 3_100, 61_000_000, 0));
  }

  private HostSummary summary() {
    Snapshot snapshot = snapshot();
    return new HostSummary(
        snapshot.host(),
        snapshot.os(),
        snapshot.labels(),
        now,
        false,
        snapshot.totals(),
        OptionalLong.of(-86_400_000),
        3,
        0,
        0,
        0,
        snapshot.source(),
        true,
        List.of(),
        snapshot.collector(),
        10_000);
  }

  @Override
  public List<HostSummary> hosts() {
    return List.of(summary());
  }

  @Override
  public Held held(Set<Integer> partitions) {
    return new Held(partitions, this);
  }

  @Override
  public Optional<LatestSnapshot> latest(String host) {
    return host.equals("web-17")
        ? Optional.of(new LatestSnapshot(snapshot(), now, summary()))
        : Optional.empty();
  }

  @Override
  public Optional<WindowSlice> windows(
      String host, TimeRange range, Duration step, WindowPart part) {
    long start = now.toEpochMilli() / MINUTE_MS * MINUTE_MS;
    HostWindow window = new HostWindow(start, start + MINUTE_MS);
    window.add(HostSample.of(snapshot(), now.toEpochMilli()));
    return latest(host).map(it -> new WindowSlice(List.of(window), now));
  }

  @Override
  public List<Alert> alerts() {
    return List.copyOf(byId.values());
  }

  @Override
  public Optional<Alert> alert(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
