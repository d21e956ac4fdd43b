package dev.socketfleet.deploy.local;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.text.TextTable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The states per endpoint of one host as lines of text. */
final class LiveTable {

  private static final int MAX_OWNER = 28;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  /** The columns; what is in none of them is counted as other. */
  private static final List<List<SocketState>> COLUMNS =
      List.of(
          List.of(SocketState.LISTEN),
          List.of(SocketState.SYN_RECEIVED),
          List.of(SocketState.SYN_SENT),
          List.of(SocketState.ESTABLISHED),
          List.of(SocketState.CLOSE_WAIT),
          List.of(SocketState.FIN_WAIT_1, SocketState.FIN_WAIT_2),
          List.of(SocketState.TIME_WAIT));

  private record Row(
      String netns,
      Endpoint endpoint,
      StateCounts counts,
      Optional<ListenQueue> listen,
      Group largest) {}

  private final ZoneId zone;

  LiveTable(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Renders the snapshot.
   *
   * @param maxRows endpoints at most; those with most sockets first
   */
  List<String> lines(Snapshot snapshot, List<Alert> alerts, int maxRows) {
    List<Row> rows = rows(snapshot);
    TextTable table =
        new TextTable(
            "ENDPOINT",
            "OWNER",
            "LISTEN",
            "SYN_RECEIVED",
            "SYN_SENT",
            "ESTABLISHED",
            "CLOSE_WAIT",
            "FIN_WAIT",
            "TIME_WAIT",
            "OTHER",
            "QUEUE");
    rows.stream().limit(maxRows).forEach(row -> table.add(cells(row)));
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %d sockets on %d endpoints, read by %s"
            .formatted(
                snapshot.host(),
                TIME.format(snapshot.capturedAt().atZone(zone)),
                snapshot.totals().total(),
                rows.size(),
                Quoted.of(snapshot.source())));
    lines.add("");
    lines.addAll(table.lines());
    if (rows.size() > maxRows) {
      lines.add("... and %d more endpoints".formatted(rows.size() - maxRows));
    }
    lines.add("");
    lines.addAll(alertLines(alerts));
    return lines;
  }

  private static List<Row> rows(Snapshot snapshot) {
    record Place(String netns, Endpoint endpoint) {}
    Map<Place, Row> rows = new LinkedHashMap<>();
    for (Group group : snapshot.groups()) {
      rows.merge(
          new Place(group.netns(), group.endpoint()),
          new Row(group.netns(), group.endpoint(), group.counts(), group.listen(), group),
          LiveTable::join);
    }
    return rows.values().stream()
        .sorted(
            Comparator.comparingLong((Row row) -> -row.counts().total())
                .thenComparing(Row::endpoint))
        .toList();
  }

  private static Row join(Row one, Row other) {
    Optional<ListenQueue> listen =
        one.listen().isPresent() && other.listen().isPresent()
            ? Optional.of(one.listen().get().plus(other.listen().get()))
            : one.listen().or(other::listen);
    Group largest =
        one.largest().counts().total() >= other.largest().counts().total()
            ? one.largest()
            : other.largest();
    return new Row(one.netns(), one.endpoint(), one.counts().plus(other.counts()), listen, largest);
  }

  private static Object[] cells(Row row) {
    List<Object> cells = new ArrayList<>();
    String place = row.endpoint().port() == 0 ? "(the rest)" : row.endpoint().toString();
    cells.add(row.netns().equals(Group.HOST_NETNS) ? place : place + " in " + row.netns());
    cells.add(owner(row.largest()));
    long shown = 0;
    for (List<SocketState> column : COLUMNS) {
      long count = column.stream().mapToLong(row.counts()::count).sum();
      shown += count;
      cells.add(number(count));
    }
    cells.add(number(row.counts().total() - shown));
    cells.add(row.listen().map(LiveTable::queue).orElse(""));
    return cells.toArray();
  }

  private static String owner(Group group) {
    String name = group.owner().name().isEmpty() ? "-" : group.owner().name();
    String process =
        group
            .process()
            .map(
                it ->
                    " (%s%d)".formatted(isNamed(group, it.name()) ? "" : it.name() + " ", it.pid()))
            .orElse("");
    return Quoted.of(name, MAX_OWNER) + process;
  }

  private static boolean isNamed(Group group, String process) {
    return process.isEmpty() || process.equals(group.owner().name());
  }

  private static String queue(ListenQueue listen) {
    return listen.limit() < 0
        ? Long.toString(listen.queued())
        : listen.queued() + "/" + listen.limit();
  }

  private static String number(long count) {
    return count == 0 ? "" : Long.toString(count);
  }

  /** What always fires, so that its absence is noticed, tells a person nothing. */
  private static boolean isTrouble(Alert alert) {
    return alert.status() != AlertStatus.RESOLVED && alert.severity() != Severity.INFO;
  }

  private static List<String> alertLines(List<Alert> alerts) {
    List<String> lines = new ArrayList<>();
    for (Alert alert : alerts) {
      if (isTrouble(alert)) {
        lines.add(
            "%s %s: %s"
                .formatted(
                    alert.status().wireName().toUpperCase(Locale.ROOT),
                    alert.severity().wireName(),
                    Quoted.of(alert.summary(), 300)));
      }
    }
    if (lines.isEmpty()) {
      lines.add("No alerts.");
    }
    return lines;
  }
}
