package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Severity;
import java.time.Instant;

/**
 * An alert that is pending or firing at this moment.
 *
 * @param id see {@link AlertSubject#alertId}
 * @param value the number that was judged last
 */
public record ActiveAlert(
    String id,
    String ruleId,
    AlertSubject subject,
    AlertStatus status,
    Severity severity,
    Instant startedAt,
    double value) {}
