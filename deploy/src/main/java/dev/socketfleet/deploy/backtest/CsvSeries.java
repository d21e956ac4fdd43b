package dev.socketfleet.deploy.backtest;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.CommandFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One series of measurements: a table with the columns {@code timestamp} and {@code value}.
 *
 * @param name of the file, for messages
 * @param rows in the order of time; several may have one time
 */
record CsvSeries(String name, List<Row> rows) {

  /** So that every whole number of counts is exact. */
  private static final double MAX_VALUE = 9e15;

  private static final int ROWS_THAT_TELL_THE_STEP = 20;

  /**
   * One measurement.
   *
   * @param atMs milliseconds since the epoch
   * @param value at least 0
   */
  record Row(long atMs, double value) {}

  CsvSeries {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a table: comma separated, with a line of names or without one (then time and value are
   * the first two columns), empty lines left out.
   *
   * @throws CommandFailedException with line and column of what is no time or no value, or of a
   *     time that lies before the one above it
   */
  static CsvSeries read(String name, BufferedReader in) throws IOException {
    List<Row> rows = new ArrayList<>();
    Columns columns = Columns.FIRST_TWO;
    boolean first = true;
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String[] cells = line.split(",", -1);
      if (first && Columns.areNames(cells)) {
        columns = Columns.of(cells, place(name, number));
      } else {
        rows.add(row(columns, cells, rows, place(name, number)));
      }
      first = false;
    }
    if (rows.isEmpty()) {
      throw new CommandFailedException(
          Quoted.of(name) + " has no rows: it needs lines of a timestamp, a comma and a value.");
    }
    return new CsvSeries(name, rows);
  }

  private static String place(String name, int line) {
    return "%s line %d".formatted(Quoted.of(name), line);
  }

  private static Row row(Columns columns, String[] cells, List<Row> before, String place) {
    String timestamp = columns.timestamp(cells, place);
    long atMs =
        Timestamps.parse(timestamp)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "%s, column timestamp: '%s' is no time. It must be as in 2015-03-03 21:00:00, ISO-8601, or seconds or milliseconds since 1970."
                            .formatted(place, Quoted.of(timestamp))));
    if (!before.isEmpty() && atMs < before.get(before.size() - 1).atMs()) {
      throw new CommandFailedException(
          "%s, column timestamp: '%s' lies before %s, the time of the row above. Sort the rows by time."
              .formatted(
                  place,
                  Quoted.of(timestamp),
                  Instant.ofEpochMilli(before.get(before.size() - 1).atMs())));
    }
    String text = columns.value(cells, place);
    return new Row(
        atMs,
        value(text)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "%s, column value: '%s' is no value. It must be a number in 0..%.0e."
                            .formatted(place, Quoted.of(text), MAX_VALUE))));
  }

  private static Optional<Double> value(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value <= MAX_VALUE ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The usual time between two of the first rows; empty where they do not tell. */
  Optional<Long> stepMs() {
    int gaps = Math.min(ROWS_THAT_TELL_THE_STEP, rows.size()) - 1;
    long[] steps = new long[Math.max(0, gaps)];
    for (int i = 0; i < gaps; i++) {
      steps[i] = rows.get(i + 1).atMs() - rows.get(i).atMs();
    }
    Arrays.sort(steps);
    return steps.length > 0 && steps[steps.length / 2] > 0
        ? Optional.of(steps[steps.length / 2])
        : Optional.empty();
  }

  /** Where the two columns are. */
  private record Columns(int timestampAt, int valueAt) {

    static final Columns FIRST_TWO = new Columns(0, 1);

    /** Whether the line has names in place of a row. */
    static boolean areNames(String[] cells) {
      return find(cells, "timestamp") >= 0 || find(cells, "value") >= 0;
    }

    static Columns of(String[] cells, String place) {
      int timestamp = find(cells, "timestamp");
      int value = find(cells, "value");
      if (timestamp < 0 || value < 0) {
        throw new CommandFailedException(
            "%s: there is no column '%s'. The first line must name the columns timestamp and value."
                .formatted(place, timestamp < 0 ? "timestamp" : "value"));
      }
      return new Columns(timestamp, value);
    }

    private static int find(String[] cells, String name) {
      for (int i = 0; i < cells.length; i++) {
        if (cells[i].strip().equalsIgnoreCase(name)) {
          return i;
        }
      }
      return -1;
    }

    String timestamp(String[] cells, String place) {
      return cell(cells, timestampAt, "timestamp", place);
    }

    String value(String[] cells, String place) {
      return cell(cells, valueAt, "value", place);
    }

    private static String cell(String[] cells, int at, String name, String place) {
      if (at >= cells.length) {
        throw new CommandFailedException(
            "%s: the row has %d columns, so that %s in column %d is missing."
                .formatted(place, cells.length, name, at + 1));
      }
      return cells[at].strip();
    }
  }
}
