package dev.socketfleet.deploy.backtest;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertSubject;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A transition of an alert in a backtest.
 *
 * @param series what it is about: the path of a CSV, else host, network namespace, endpoint and
 *     state
 * @param at event time
 * @param value that was judged, in the unit of the input
 * @param baseline the usual value at that time of the day
 * @param threshold the value at which an alert begins at that time
 */
public record Told(
    String series,
    Instant at,
    OptionalDouble value,
    OptionalDouble baseline,
    OptionalDouble threshold,
    Alert alert) {

  /** Of a snapshot's host. */
  static Told of(Alert alert) {
    return new Told(
        series(alert.subject()),
        alert.updatedAt(),
        alert.value(),
        alert.baseline(),
        alert.threshold(),
        alert);
  }

  private static String series(AlertSubject subject) {
    StringBuilder series = new StringBuilder(subject.host().orElse(subject.scope()));
    subject.netns().ifPresent(netns -> series.append('/').append(netns));
    subject.endpoint().ifPresent(endpoint -> series.append('/').append(endpoint));
    subject.state().ifPresent(state -> series.append('/').append(state.wireName()));
    subject.peer().ifPresent(peer -> series.append('/').append(peer));
    return series.toString();
  }
}
