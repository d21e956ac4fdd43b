package dev.socketfleet.collector;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A snapshot for a terminal: a line for each group, a column for each state that has sockets. */
final class SnapshotTable {

  private final Snapshot snapshot;
  private final List<SocketState> states = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  SnapshotTable(Snapshot snapshot) {
    this.snapshot = snapshot;
    snapshot.totals().forEach((state, count) -> states.add(state));
  }

  List<String> lines() {
    header();
    snapshot.groups().stream()
        .sorted(
            Comparator.comparing(Group::netns)
                .thenComparing(Group::endpoint)
                .thenComparing(group -> group.owner().toString()))
        .forEach(this::row);
    total();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %s: %d sockets read by %s in %.1f ms%s"
            .formatted(
                snapshot.host(),
                Quoted.of(snapshot.os()),
                snapshot.totals().total(),
                snapshot.source(),
                snapshot.collector().captureMicros() / 1_000.0,
                snapshot.complete() ? "" : ", INCOMPLETE: these counts are no measurement"));
    snapshot.notes().forEach(note -> lines.add("note: " + Quoted.of(note, 500)));
    lines.add("");
    lines.addAll(aligned());
    return lines;
  }

  private void header() {
    List<String> cells = new ArrayList<>(List.of("NETNS", "ENDPOINT", "OWNER", "QUEUE"));
    states.forEach(state -> cells.add(state.wireName()));
    rows.add(cells);
  }

  private void row(Group group) {
    List<String> cells = new ArrayList<>();
    cells.add(Quoted.of(group.netns(), 24));
    cells.add(endpoint(group));
    cells.add(
        Quoted.of(group.owner().toString(), 40)
            + group.process().map(process -> " (" + process.pid() + ")").orElse(""));
    cells.add(group.listen().map(SnapshotTable::queue).orElse(""));
    for (SocketState state : states) {
      long count = group.counts().count(state);
      cells.add(count == 0 ? "" : Long.toString(count));
    }
    rows.add(cells);
  }

  private static String endpoint(Group group) {
    return group.endpoint().port() == 0
        ? group.endpoint().role().wireName() + ":-"
        : group.endpoint().toString();
  }

  private static String queue(ListenQueue queue) {
    ListenQueue.Fullest fullest = queue.fullest();
    return fullest.limit() == ListenQueue.UNKNOWN
        ? Long.toString(fullest.queued())
        : fullest.queued() + "/" + fullest.limit();
  }

  private void total() {
    List<String> cells = new ArrayList<>(List.of("total", "", "", ""));
    states.forEach(state -> cells.add(Long.toString(snapshot.totals().count(state))));
    rows.add(cells);
  }

  /** Text to the left, counts to the right. */
  private List<String> aligned() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String padding = " ".repeat(widths[column] - row.get(column).length());
      boolean text = column < 4;
      line.append(text ? row.get(column) + padding : padding + row.get(column)).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
