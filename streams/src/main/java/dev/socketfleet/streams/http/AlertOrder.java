package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Quoted;
import java.util.Comparator;

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
    return rank + "-" + updatedMs + "-" + id;
  }

  /** Reads what {@link #cursor} wrote. */
  static AlertOrder ofCursor(String cursor) {
    String[] parts = cursor.split("-", 3);
    if (parts.length != 3 || !parts[0].matches("[012]") || !parts[1].matches("\\d{1,15}")) {
      throw ApiException.invalid(
          "next was '%s' but it must be the next of the page before".formatted(Quoted.of(cursor)),
          "Leave it out for the first page.");
    }
    return new AlertOrder(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), parts[2]);
  }

  @Override
  public int compareTo(AlertOrder other) {
    return ORDER.compare(this, other);
  }
}
