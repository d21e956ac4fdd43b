package dev.socketfleet.streams.metrics;

import static dev.socketfleet.streams.query.Snapshots.DATABASE;
import static dev.socketfleet.streams.query.Snapshots.HTTPS;
import static dev.socketfleet.streams.query.Snapshots.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.Alerts;
import dev.socketfleet.streams.query.InMemoryHosts;
import dev.socketfleet.streams.query.Snapshots;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetMetersTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final InMemoryHosts hosts =
      new InMemoryHosts()
          .add(
              Snapshots.of("a", NOW)
                  .group(HTTPS, unit("web"), SocketState.CLOSE_WAIT, 3)
                  .group("box", HTTPS, unit("web"), SocketState.CLOSE_WAIT, 2)
                  .build())
          .add(
              Snapshots.of("b", NOW)
                  .group(HTTPS, unit("web"), SocketState.LISTEN, 1)
                  .group(DATABASE, unit("app"), SocketState.ESTABLISHED, 9)
                  .build())
          .add(
              Snapshots.of("gone", NOW)
                  .group(HTTPS, unit("web"), SocketState.CLOSE_WAIT, 7)
                  .build())
          .silence("gone");

  private record OneAlert(Alert only) implements AlertReader {

    @Override
    public List<Alert> alerts() {
      return List.of(only);
    }

    @Override
    public Optional<Alert> alert(String id) {
      return Optional.of(only);
    }
  }

  private FleetMeters meters(int maxSocketSeries) {
    return meters(maxSocketSeries, "*");
  }

  private FleetMeters meters(int maxSocketSeries, String hostPattern) {
    return new FleetMeters(
        registry,
        hosts,
        new OneAlert(Alerts.closeWait("a", AlertStatus.FIRING, 1, NOW)),
        new SocketSelection(maxSocketSeries, new Glob(hostPattern)));
  }

  @Test
  void showSocketsOfTheSelectedHostsOnly() {
    meters(100, "b*").refresh();

    assertThat(registry.scrape())
        .contains("socketfleet_sockets{host=\"b\"")
        .doesNotContain("socketfleet_sockets{host=\"a\"")
        .contains("socketfleet_sockets_hosts_left_out 0.0");
  }

  @Test
  void showHostsAlertsAndSockets() {
    meters(100).refresh();

    assertThat(registry.scrape())
        .contains("socketfleet_hosts{status=\"up\"} 2.0")
        .contains("socketfleet_hosts{status=\"silent\"} 1.0")
        .contains("socketfleet_alerts{status=\"firing\"} 1.0")
        .contains("socketfleet_alerts{status=\"resolved\"} 0.0")
        .contains(
            "socketfleet_sockets{host=\"a\",port=\"443\",role=\"server\",state=\"close_wait\"}"
                + " 5.0")
        .contains("socketfleet_sockets_hosts_left_out 0.0")
        .doesNotContain("host=\"gone\"");
  }

  @Test
  void aHostWhoseSeriesDoNotFitIsLeftOutWhole() {
    meters(2).refresh();

    assertThat(registry.scrape())
        .contains("socketfleet_sockets{host=\"a\"")
        .contains("socketfleet_sockets_hosts_left_out 1.0")
        .doesNotContain("host=\"b\"");
  }

  @Test
  void whatNobodyKnowsAtTheMomentHasNoSeries() {
    FleetMeters meters = meters(100);
    meters.refresh();
    hosts.unavailable();
    meters.refresh();

    assertThat(registry.scrape())
        .contains("socketfleet_alerts{status=\"firing\"} 1.0")
        .doesNotContain("socketfleet_hosts{", "socketfleet_sockets{");
  }
}
