package dev.socketfleet.collector;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.StateCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/** A snapshot for people: totals, then a line per group, those with most sockets first. */
final class SnapshotText {

  private SnapshotText() {}

  static List<String> lines(Snapshot snapshot) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %s, read by %s in %.1f ms%s"
            .formatted(
                snapshot.host(),
                snapshot.capturedAt(),
                Quoted.of(snapshot.os()),
                snapshot.source(),
                snapshot.collector().captureMicros() / 1_000.0,
                snapshot.complete() ? "" : "  INCOMPLETE: these counts are no measurement"));
    lines.add("%d sockets: %s".formatted(snapshot.totals().total(), states(snapshot.totals())));
    snapshot.notes().forEach(note -> lines.add("note: " + Quoted.of(note, 300)));
    lines.add("");
    lines.add("%-14s %-8s %-32s %s".formatted("ENDPOINT", "NETNS", "OWNER", "STATES"));
    snapshot.groups().stream()
        .sorted(
            Comparator.comparingLong((Group group) -> -group.counts().total())
                .thenComparing(Group::endpoint))
        .forEach(group -> lines.add(line(group)));
    return lines;
  }

  private static String line(Group group) {
    String process = group.process().map(it -> " pid " + it.pid()).orElse("");
    String queue =
        group
            .listen()
            .map(it -> "  queue " + it.queued() + (it.limit() < 0 ? "" : "/" + it.limit()))
            .orElse("");
    return "%-14s %-8s %-32s %s%s"
        .formatted(
            group.endpoint(),
            Quoted.of(group.netns(), 20),
            group.owner() + process,
            states(group.counts()),
            queue);
  }

  private static String states(StateCounts counts) {
    StringJoiner states = new StringJoiner(" ");
    counts.forEach((state, count) -> states.add(state.wireName() + "=" + count));
    return states.toString();
  }
}
