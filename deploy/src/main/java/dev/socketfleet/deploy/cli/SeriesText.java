package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/**
 * A series of a host or of the fleet as text: a row for each point, and below it all of them in one
 * line. Windows without a sample are gaps in both.
 *
 * @param zone of the times
 */
record SeriesText(JsonNode body, ZoneId zone) {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  /** For files and pipes, where no line is too long for itself but for its reader. */
  private static final int MAX_COLUMNS = 120;

  /** The rows, as many of the last as there is room for, and what is below them. */
  List<String> lines(Terminal terminal) {
    if (body.path("points").isEmpty()) {
      return List.of("No window with a sample in that time.");
    }
    List<String> below = chart(terminal);
    if (body.path("bounds").asBoolean()) {
      below.add("MIN and MAX are bounds: several counts were added up.");
    }
    List<String> lines = new ArrayList<>(terminal.lines(table()));
    int room = Math.max(2, terminal.lines() - Watch.RESERVED - below.size() - 1);
    if (lines.size() > room) {
      lines.subList(1, 1 + lines.size() - room).clear();
    }
    lines.add("");
    lines.addAll(below.stream().map(terminal::fit).toList());
    return lines;
  }

  private TextTable table() {
    boolean fleet = body.has("scope");
    boolean counter = body.path("metric").asText().startsWith("tcp:");
    boolean judged = !body.path("points").findValues("threshold").isEmpty();
    List<String> header =
        new ArrayList<>(List.of("START", "SAMPLES", "MIN", "MAX", "MEAN", "LAST"));
    if (counter) {
      header.add("SUM");
    }
    if (judged) {
      header.addAll(List.of("USUAL", "THRESHOLD"));
    }
    if (fleet) {
      header.addAll(List.of("HOSTS", "MISSING"));
    }
    TextTable table = new TextTable(header.toArray(String[]::new)).yielding("SAMPLES", "MISSING");
    Instant next = null;
    for (JsonNode point : body.path("points")) {
      Instant start = Instant.parse(point.path("start").asText());
      if (next != null && start.isAfter(next)) {
        table.add(gap(next, start, header.size()));
      }
      next = Instant.parse(point.path("end").asText());
      List<Object> cells = new ArrayList<>();
      cells.add(TIME.format(start.atZone(zone)));
      cells.add(point.path("samples").asLong());
      cells.add(number(point.path("min")));
      cells.add(number(point.path("max")));
      cells.add(decimal(point.path("mean")));
      cells.add(number(point.path("last")));
      if (counter) {
        cells.add(number(point.path("sum")));
      }
      if (judged) {
        cells.add(decimal(point.path("baseline")));
        cells.add(decimal(point.path("threshold")));
      }
      if (fleet) {
        cells.add(number(point.path("hosts")));
        cells.add(number(point.path("missing")));
      }
      table.add(cells.toArray());
    }
    return table;
  }

  private Object[] gap(Instant from, Instant to, int columns) {
    Object[] cells = new Object[columns];
    Arrays.fill(cells, "-");
    cells[0] =
        "no sample %s to %s"
            .formatted(SHORT.format(from.atZone(zone)), SHORT.format(to.atZone(zone)));
    return cells;
  }

  /** What is measured, the line, its ends, and the numbers that say how high it is. */
  private List<String> chart(Terminal terminal) {
    int room = Math.max(1, Math.min(MAX_COLUMNS, terminal.columns()));
    double[] columns = Sparkline.narrowed(values(), room);
    String line = Sparkline.of(columns, terminal.unicode());
    List<String> lines = new ArrayList<>();
    lines.add(title());
    lines.add(line);
    lines.add(axis(columns.length));
    lines.add(summary(perColumn(columns.length)));
    return lines;
  }

  private int count() {
    return (int) (Duration.between(first(), end()).toMillis() / stepMs());
  }

  private long stepMs() {
    return Math.max(1, body.path("stepMs").asLong());
  }

  private Instant first() {
    return Instant.parse(body.path("points").path(0).path("start").asText());
  }

  private Instant end() {
    JsonNode points = body.path("points");
    return Instant.parse(points.path(points.size() - 1).path("end").asText());
  }

  private double[] values() {
    double[] values = new double[Math.max(1, count())];
    Arrays.fill(values, Double.NaN);
    for (JsonNode point : body.path("points")) {
      Instant start = Instant.parse(point.path("start").asText());
      int at = (int) (Duration.between(first(), start).toMillis() / stepMs());
      if (at >= 0 && at < values.length) {
        values[at] = shown(point);
      }
    }
    return values;
  }

  /** A peak must not hide behind a mean. */
  private static double shown(JsonNode point) {
    return (point.has("sum") ? point.path("sum") : point.path("max")).asDouble();
  }

  private String title() {
    String place = Quoted.of(body.path(body.has("scope") ? "scope" : "host").asText());
    String what = Quoted.of(body.path(body.has("metric") ? "metric" : "state").asText(), 200);
    String narrower = "";
    for (String field : List.of("netns", "owner")) {
      narrower += body.has(field) ? "  " + field + " " + Quoted.of(body.path(field).asText()) : "";
    }
    return place + (body.has("role") ? "  " + EndpointText.of(body) : "") + "  " + what + narrower;
  }

  private String axis(int width) {
    boolean days = Duration.between(first(), end()).toHours() >= 24;
    DateTimeFormatter format = days ? DAY : SHORT;
    String from = format.format(first().atZone(zone));
    String to = format.format(end().atZone(zone));
    int between = width - from.length() - to.length();
    return between < 1 ? from + " to " + to : from + " ".repeat(between) + to;
  }

  private Optional<String> perColumn(int width) {
    return width < count()
        ? Optional.of("each column the highest of its points")
        : Optional.empty();
  }

  private String summary(Optional<String> note) {
    JsonNode points = body.path("points");
    boolean counter = points.path(0).has("sum");
    String text =
        "highest %s  lowest %s  last %s  %s a point"
            .formatted(
                whole(all(points, counter ? "sum" : "max").max().orElse(0)),
                whole(all(points, counter ? "sum" : "min").min().orElse(0)),
                whole(points.path(points.size() - 1).path(counter ? "sum" : "last").asDouble()),
                length(stepMs()));
    return text + note.map(it -> ", " + it).orElse("");
  }

  private static DoubleStream all(JsonNode points, String field) {
    return StreamSupport.stream(points.spliterator(), false)
        .mapToDouble(point -> point.path(field).asDouble());
  }

  private static String length(long ms) {
    Duration step = Duration.ofMillis(ms);
    if (step.toSecondsPart() > 0) {
      return step.toSeconds() + "s";
    }
    return step.toMinutesPart() > 0 ? step.toMinutes() + "m" : step.toHours() + "h";
  }

  private static String whole(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%.1f", number);
  }

  private static String number(JsonNode number) {
    return number.isMissingNode() ? "-" : whole(number.asDouble());
  }

  private static String decimal(JsonNode number) {
    return number.isMissingNode() ? "-" : String.format(Locale.ROOT, "%.1f", number.asDouble());
  }
}
