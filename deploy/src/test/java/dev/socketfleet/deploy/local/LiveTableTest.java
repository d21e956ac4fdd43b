package dev.socketfleet.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LiveTableTest {

  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  private final LiveTable table = new LiveTable(ZoneOffset.UTC);

  private List<String> lines(Severity severity) {
    Snapshot snapshot =
        new Snapshot(
            "web-1",
            Map.of(),
            "Linux",
            "ab",
            0,
            NOW,
            Duration.ofSeconds(2),
            "netlink",
            true,
            List.of(),
            List.of(),
            List.of(),
            new CollectorHealth("1", 1, 1, 0));
    return table.lines(snapshot, List.of(firing(severity)), 10);
  }

  private static Alert firing(Severity severity) {
    AlertSubject subject = AlertSubject.of("web-1");
    String id = subject.alertId("some-rule");
    return new Alert(
        id,
        id + "-1",
        1,
        AlertStatus.FIRING,
        Optional.empty(),
        severity,
        new Alert.RuleReference("some-rule", "always", "abc"),
        subject,
        Map.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        NOW,
        NOW,
        Optional.empty(),
        "it fires",
        "It means something.",
        List.of(),
        Evidence.NONE);
  }

  @Test
  void showsWhatSomebodyShouldLookAt() {
    assertThat(lines(Severity.WARNING)).contains("FIRING warning: it fires");
  }

  @Test
  void leavesOutWhatAlwaysFires() {
    assertThat(lines(Severity.INFO)).contains("No alerts.").noneMatch(it -> it.contains("fires"));
  }
}
