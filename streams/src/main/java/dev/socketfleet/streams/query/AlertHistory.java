package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The transitions of alerts of the past, as far as they are kept. Safe for any thread. */
public interface AlertHistory {

  /**
   * Where a transition stands: by time, then by its id.
   *
   * @param transition {@code <alert id>-<n>}
   */
  record Position(Instant at, String transition) implements Comparable<Position> {

    public static Position of(Alert alert) {
      return new Position(alert.updatedAt(), alert.transition());
    }

    @Override
    public int compareTo(Position other) {
      int order = at.compareTo(other.at);
      return order != 0 ? order : transition.compareTo(other.transition);
    }
  }

  /**
   * Which transitions are wanted.
   *
   * @param host only its own
   * @param range of their times
   * @param after the last one of the page before
   * @param limit of the answer
   * @param within how long it may take
   */
  record Question(
      Optional<String> host,
      TimeRange range,
      Optional<Position> after,
      int limit,
      Duration within) {}

  /**
   * The first ones that match, by their position.
   *
   * @param complete false when the time or the bound on records was over before all were read
   */
  record Found(List<Alert> alerts, boolean complete) {

    public Found {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * Looks them up.
   *
   * @throws StoresUnavailableException while Kafka is away, or too many ask at once
   */
  Found find(Question question);
}
