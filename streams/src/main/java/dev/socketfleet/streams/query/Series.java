package dev.socketfleet.streams.query;

import java.time.Instant;
import java.util.List;

/**
 * A series as it is known here.
 *
 * @param points ascending; a window without a sample has none
 * @param bounds whether min and max are bounds: several counts were added up, whose extremes need
 *     not have met
 * @param lastAppend when the broker took the youngest snapshot behind it
 */
public record Series(
    SeriesRequest request, List<SeriesPoint> points, boolean bounds, Instant lastAppend) {

  public Series {
    points = List.copyOf(points);
  }
}
