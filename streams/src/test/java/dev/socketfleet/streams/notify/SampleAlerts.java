package dev.socketfleet.streams.notify;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Alerts about CLOSE_WAIT on port 443 of a host; the condition began 10 s before the transition.
 */
record SampleAlerts(String host, Map<String, String> labels) {

  static final SampleAlerts WEB = new SampleAlerts("web-17", Map.of("dc", "eu1"));

  Alert pending(long revision, Instant at) {
    return alert(AlertStatus.PENDING, Optional.empty(), revision, at);
  }

  Alert firing(long revision, Instant at) {
    return alert(AlertStatus.FIRING, Optional.empty(), revision, at);
  }

  Alert resolved(long revision, Instant at, ResolveReason reason) {
    return alert(AlertStatus.RESOLVED, Optional.of(reason), revision, at);
  }

  private Alert alert(
      AlertStatus status, Optional<ResolveReason> reason, long revision, Instant at) {
    AlertSubject subject =
        AlertSubject.of(host, "host", new Endpoint(Role.SERVER, 443), SocketState.CLOSE_WAIT);
    String id = subject.alertId("close-wait-high");
    return new Alert(
        id,
        id + "-" + revision,
        revision,
        status,
        reason,
        Severity.WARNING,
        new Alert.RuleReference("close-wait-high", "threshold", "abc"),
        subject,
        labels,
        OptionalDouble.of(300),
        OptionalDouble.empty(),
        OptionalDouble.of(100),
        at.minusSeconds(10),
        at,
        status == AlertStatus.RESOLVED ? Optional.of(at) : Optional.empty(),
        "300 sockets in CLOSE_WAIT",
        "The program does not close its sockets.",
        List.of("ss -tanp state close-wait", "restart it"),
        new Evidence(
            List.of(
                new Evidence.OwnerCount(
                    new Owner(OwnerKind.UNIT, "nginx.service"),
                    Optional.of(new OwnerProcess(812, "nginx")),
                    300)),
            List.of(new PeerCount("203.0.113.9", 3)),
            Optional.of(ListenQueue.of(2, 511)),
            Map.of("listenOverflows", 7L),
            List.of()));
  }
}
