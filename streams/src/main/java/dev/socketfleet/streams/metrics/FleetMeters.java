package dev.socketfleet.streams.metrics;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.query.StoresUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fleet as gauges: hosts and alerts by status, and the sockets of this instance's hosts by
 * endpoint and state. The series of sockets are bounded; hosts whose series no longer fit, by name,
 * are left out whole and counted. Safe for any thread.
 */
public final class FleetMeters {

  /** As many series of sockets as a scrape may have. */
  public static final int MAX_SOCKET_SERIES = 10_000;

  private final HostReader hosts;
  private final AlertReader alerts;
  private final SocketSelection selection;
  private final MultiGauge hostsByStatus;
  private final MultiGauge alertsByStatus;
  private final MultiGauge sockets;
  private final MultiGauge hostsLeftOut;

  public FleetMeters(
      MeterRegistry registry, HostReader hosts, AlertReader alerts, SocketSelection selection) {
    this.hosts = hosts;
    this.alerts = alerts;
    this.selection = selection;
    this.hostsByStatus = gauge(registry, "socketfleet.hosts", "Hosts of this instance by status");
    this.alertsByStatus =
        gauge(registry, "socketfleet.alerts", "Current alerts of the fleet by status");
    this.sockets =
        gauge(registry, "socketfleet.sockets", "Sockets in the youngest snapshot of each host");
    this.hostsLeftOut =
        gauge(
            registry,
            "socketfleet.sockets.hosts.left.out",
            "Selected hosts without series of sockets here, because there would be too many");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /**
   * Takes the numbers of this moment. While the stores are not available there are no series of
   * hosts and sockets, rather than old ones.
   */
  public synchronized void refresh() {
    refreshAlerts();
    List<HostSummary> all;
    Map<String, Map<Endpoint, StateCounts>> shown = new TreeMap<>();
    try {
      all = hosts.hosts();
      readSockets(all, shown);
    } catch (StoresUnavailableException e) {
      hostsByStatus.register(List.of(), true);
      sockets.register(List.of(), true);
      hostsLeftOut.register(List.of(), true);
      return;
    }
    long silent = all.stream().filter(HostSummary::silent).count();
    hostsByStatus.register(
        List.of(row("status", "up", all.size() - silent), row("status", "silent", silent)), true);
    sockets.register(socketRows(shown), true);
    long live =
        all.stream().filter(it -> !it.silent() && selection.hosts().matches(it.host())).count();
    hostsLeftOut.register(List.of(MultiGauge.Row.of(Tags.empty(), live - shown.size())), true);
  }

  private void refreshAlerts() {
    List<Alert> current = alerts.alerts();
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (AlertStatus status : AlertStatus.values()) {
      long count = current.stream().filter(alert -> alert.status() == status).count();
      rows.add(row("status", status.wireName(), count));
    }
    alertsByStatus.register(rows, true);
  }

  private void readSockets(List<HostSummary> all, Map<String, Map<Endpoint, StateCounts>> shown) {
    int series = 0;
    for (HostSummary host : all.stream().sorted(Comparator.comparing(HostSummary::host)).toList()) {
      if (host.silent() || !selection.hosts().matches(host.host())) {
        continue;
      }
      Map<Endpoint, StateCounts> counts = counts(host.host());
      series += counts.values().stream().mapToInt(FleetMeters::states).sum();
      if (series > selection.limit()) {
        return;
      }
      shown.put(host.host(), counts);
    }
  }

  private Map<Endpoint, StateCounts> counts(String host) {
    Map<Endpoint, StateCounts> counts = new TreeMap<>();
    hosts
        .latest(host)
        .ifPresent(
            latest -> {
              for (Group group : latest.snapshot().groups()) {
                counts.merge(group.endpoint(), group.counts(), StateCounts::plus);
              }
            });
    return counts;
  }

  private static int states(StateCounts counts) {
    int states = 0;
    for (int code = 0; code < SocketState.COUNT; code++) {
      states += counts.count(SocketState.ofCode(code)) > 0 ? 1 : 0;
    }
    return states;
  }

  private static List<MultiGauge.Row<?>> socketRows(Map<String, Map<Endpoint, StateCounts>> shown) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    shown.forEach(
        (host, endpoints) ->
            endpoints.forEach(
                (endpoint, counts) ->
                    counts.forEach(
                        (state, count) ->
                            rows.add(MultiGauge.Row.of(tags(host, endpoint, state), count)))));
    return rows;
  }

  private static Tags tags(String host, Endpoint endpoint, SocketState state) {
    return Tags.of(
        "host",
        host,
        "role",
        endpoint.role().wireName(),
        "port",
        Integer.toString(endpoint.port()),
        "state",
        state.wireName());
  }

  private static MultiGauge.Row<?> row(String tag, String value, long number) {
    return MultiGauge.Row.of(Tags.of(tag, value), number);
  }
}
