package dev.socketfleet.collector.normalize;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * Makes a snapshot fit on the topic. What helps least goes first: peers, ages, process ids, owners,
 * the smallest groups; the totals stay exact, and a note says what was left out.
 */
public final class SnapshotSize {

  private final int limit;
  private final ToIntFunction<Snapshot> size;

  private record Shed(String what, UnaryOperator<List<Group>> change) {}

  private static final List<Shed> ORDER =
      List.of(
          new Shed("peers", groups -> map(groups, SnapshotSize::withoutPeers)),
          new Shed("ages", groups -> map(groups, SnapshotSize::withoutAges)),
          new Shed("process ids", groups -> map(groups, SnapshotSize::withoutProcess)),
          new Shed("owners", SnapshotSize::withoutOwners));

  /** The size of the JSON form against the largest that streams reads. */
  public SnapshotSize() {
    this(SnapshotCodec.MAX_SNAPSHOT_BYTES, snapshot -> SnapshotCodec.encode(snapshot).length);
  }

  SnapshotSize(int limit, ToIntFunction<Snapshot> size) {
    this.limit = limit;
    this.size = size;
  }

  /** The snapshot itself when it fits. */
  public Snapshot fit(Snapshot snapshot) {
    Snapshot smaller = snapshot;
    List<String> left = new ArrayList<>();
    for (Shed shed : ORDER) {
      if (fits(smaller)) {
        return smaller;
      }
      left.add(shed.what);
      smaller = with(snapshot, shed.change.apply(smaller.groups()), left);
    }
    int groups = smaller.groups().size();
    left.add("the smallest groups");
    while (!fits(smaller) && groups > 2) {
      groups = Math.max(2, groups / 2);
      smaller = with(snapshot, GroupLimit.apply(smaller.groups(), groups), left);
    }
    return smaller;
  }

  private boolean fits(Snapshot snapshot) {
    return size.applyAsInt(snapshot) <= limit;
  }

  private static Snapshot with(Snapshot original, List<Group> groups, List<String> left) {
    List<String> notes = new ArrayList<>(original.notes());
    notes.add("too large for the topic: left out " + String.join(", ", left));
    return new Snapshot(
        original.host(),
        original.labels(),
        original.os(),
        original.boot(),
        original.seq(),
        original.capturedAt(),
        original.interval(),
        original.source(),
        original.complete(),
        notes,
        groups,
        original.namespaces(),
        original.collector());
  }

  private static List<Group> map(List<Group> groups, UnaryOperator<Group> change) {
    return groups.stream().map(change).toList();
  }

  private static Group withoutPeers(Group group) {
    return new Group(
        group.netns(),
        group.endpoint(),
        group.owner(),
        group.process(),
        group.counts(),
        group.listen(),
        Map.of(),
        group.oldestMs());
  }

  private static Group withoutAges(Group group) {
    return new Group(
        group.netns(),
        group.endpoint(),
        group.owner(),
        group.process(),
        group.counts(),
        group.listen(),
        group.peers(),
        Map.of());
  }

  private static Group withoutProcess(Group group) {
    return new Group(
        group.netns(),
        group.endpoint(),
        group.owner(),
        Optional.empty(),
        group.counts(),
        group.listen(),
        group.peers(),
        group.oldestMs());
  }

  /** Merges the groups that differ in nothing but their owner. */
  private static List<Group> withoutOwners(List<Group> groups) {
    Map<List<Object>, List<Group>> byEndpoint = new LinkedHashMap<>();
    for (Group group : groups) {
      byEndpoint
          .computeIfAbsent(List.of(group.netns(), group.endpoint()), key -> new ArrayList<>())
          .add(group);
    }
    List<Group> merged = new ArrayList<>();
    byEndpoint
        .values()
        .forEach(
            same ->
                merged.add(GroupLimit.merge(same.get(0).netns(), same.get(0).endpoint(), same)));
    merged.sort(GroupLimit.IMPORTANCE);
    return merged;
  }
}
