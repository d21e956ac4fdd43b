package dev.socketfleet.streams.query;

import static dev.socketfleet.streams.query.Snapshots.HTTPS;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Builds alerts for tests: close_wait on port 443. */
public final class Alerts {

  private Alerts() {}

  public static Alert closeWait(String host, AlertStatus status, long revision, Instant updated) {
    return closeWait(host, status, revision, updated, "300 sockets in CLOSE_WAIT on " + host);
  }

  public static Alert closeWait(
      String host, AlertStatus status, long revision, Instant updated, String summary) {
    AlertSubject subject = AlertSubject.of(host, "host", HTTPS, SocketState.CLOSE_WAIT);
    String id = subject.alertId("close-wait-high");
    return new Alert(
        id,
        id + "-" + revision,
        revision,
        status,
        Optional.empty(),
        Severity.WARNING,
        new Alert.RuleReference("close-wait-high", "threshold", "abc"),
        subject,
        Map.of(),
        OptionalDouble.of(300),
        OptionalDouble.empty(),
        OptionalDouble.of(100),
        updated.minusSeconds(10),
        updated,
        status == AlertStatus.RESOLVED ? Optional.of(updated) : Optional.empty(),
        summary,
        "The program does not close its sockets.",
        List.of("ss -tanp state close-wait"),
        Evidence.NONE);
  }
}
