package dev.socketfleet.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class StreamsCountersTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StreamsCounters counters = new StreamsCounters(registry);

  @Test
  void beginAtZero() {
    assertThat(registry.scrape())
        .contains("socketfleet_snapshots_total{outcome=\"applied\"} 0.0")
        .contains("socketfleet_snapshots_total{outcome=\"late\"} 0.0")
        .contains("socketfleet_dead_letters_total{reason=\"not_json\"} 0.0")
        .contains("socketfleet_alert_transitions_total{status=\"firing\"} 0.0")
        .contains("socketfleet_windows_closed_total 0.0");
  }

  @Test
  void countEachKindApart() {
    counters.snapshotApplied();
    counters.duplicate();
    counters.duplicate();
    counters.late();
    counters.incomplete();
    counters.deadLetter(Reason.KEY_MISMATCH);
    counters.transition(AlertStatus.FIRING);
    counters.windowClosed();

    assertThat(registry.scrape())
        .contains("socketfleet_snapshots_total{outcome=\"applied\"} 1.0")
        .contains("socketfleet_snapshots_total{outcome=\"duplicate\"} 2.0")
        .contains("socketfleet_snapshots_total{outcome=\"late\"} 1.0")
        .contains("socketfleet_snapshots_total{outcome=\"incomplete\"} 1.0")
        .contains("socketfleet_dead_letters_total{reason=\"key_mismatch\"} 1.0")
        .contains("socketfleet_dead_letters_total{reason=\"empty\"} 0.0")
        .contains("socketfleet_alert_transitions_total{status=\"firing\"} 1.0")
        .contains("socketfleet_alert_transitions_total{status=\"resolved\"} 0.0")
        .contains("socketfleet_windows_closed_total 1.0");
  }
}
