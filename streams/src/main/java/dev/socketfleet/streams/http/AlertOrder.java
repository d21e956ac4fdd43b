package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where an alert stands in lists: firing first, then pending, then resolved; in each the youngest
 * transition first.
 *
 * @param rank 0 for firing
 */
record AlertOrder(int rank, long updatedMs, String id) implements Comparable<AlertOrder> {

  private static final Comparator<AlertOrder> ORDER =
      Comparator.comparingInt(AlertOrder::rank)
          .thenComparing(Comparator.comparingLong(AlertOrder::updatedMs).reversed())
          .thenComparing(AlertOrder::id);

  static AlertOrder of(Alert alert) {
    return new AlertOrder(rankOf(alert.status()), alert.updatedAt().toEpochMilli(), alert.id());
  }

  private static int rankOf(AlertStatus status) {
    return switch (status) {
      case FIRING -> 0;
      case PENDING -> 1;
      case RESOLVED -> 2;
    };
  }

  /** As the parameter {@code next} of a page. */
  String cursor() {
    return Cursor.of(rank, updatedMs, id);
  }

  /** Reads what {@link #cursor} wrote; empty for the first page. */
  static Optional<AlertOrder> after(Parameters parameters) {
    return Cursor.from(parameters, "[012]", "\\d{1,15}", ".{1,300}")
        .map(
            it ->
                new AlertOrder(Integer.parseInt(it.get(0)), Long.parseLong(it.get(1)), it.get(2)));
  }

  @Override
  public int compareTo(AlertOrder other) {
    return ORDER.compare(this, other);
  }
}
