package dev.socketfleet.collector;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A snapshot for a terminal: a line for each group, a column for each state that has sockets. */
final class SnapshotTable {

  private final Snapshot snapshot;
  private final List<SocketState> states = new ArrayList<>();

  SnapshotTable(Snapshot snapshot) {
    this.snapshot = snapshot;
    snapshot.totals().forEach((state, count) -> states.add(state));
  }

  List<String> lines() {
    TextTable table = header();
    snapshot.groups().stream()
        .sorted(
            Comparator.comparing(Group::netns)
                .thenComparing(Group::endpoint)
                .thenComparing(group -> group.owner().toString()))
        .forEach(group -> table.add(row(group)));
    table.add(total());
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
    lines.addAll(table.lines());
    return lines;
  }

  private TextTable header() {
    List<String> cells = new ArrayList<>(List.of("NETNS", "ENDPOINT", "OWNER", "QUEUE"));
    states.forEach(state -> cells.add(state.wireName()));
    return new TextTable(cells.toArray(String[]::new));
  }

  private Object[] row(Group group) {
    List<Object> cells = new ArrayList<>();
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
    return cells.toArray();
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

  private Object[] total() {
    List<Object> cells = new ArrayList<>(List.of("total", "", "", ""));
    states.forEach(state -> cells.add(Long.toString(snapshot.totals().count(state))));
    return cells.toArray();
  }
}
