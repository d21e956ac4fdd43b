package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;

/** How far a group has come with the topic of snapshots, by what it committed. */
final class Progress {

  /** How the groups of the textbook topology begin. */
  static final String BOOK_GROUP = "book-";

  private static final String SNAPSHOTS = Topics.withDefaultPrefix().snapshots();

  private Progress() {}

  /** Waits until so many snapshots are done with, or for so long; how many it were. */
  static long await(Child child, Admin admin, String group, long count, Duration atMost)
      throws IOException, InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long done = 0;
    while (done < count && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(100);
      done = done(admin, group);
      child.requireAlive();
    }
    if (done == 0) {
      throw new IOException("%s stands still:%n%s".formatted(group, child.printed()));
    }
    return done;
  }

  /** How many snapshots the group is done with. */
  static long done(Admin admin, String group) throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> internal = new HashMap<>();
    long snapshots = 0;
    long counts = 0;
    for (var offset :
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet()) {
      if (offset.getValue() == null) {
        continue;
      }
      if (offset.getKey().topic().equals(SNAPSHOTS)) {
        snapshots += offset.getValue().offset();
      } else {
        counts += offset.getValue().offset();
        internal.put(offset.getKey(), OffsetSpec.latest());
      }
    }
    return group.startsWith(BOOK_GROUP)
        ? aggregated(admin, snapshots, counts, internal)
        : snapshots;
  }

  /** The textbook's first half runs ahead: only what its second half has aggregated is done. */
  private static long aggregated(
      Admin admin, long snapshots, long counts, Map<TopicPartition, OffsetSpec> internal)
      throws InterruptedException, ExecutionException {
    long sent = 0;
    for (var end : admin.listOffsets(internal).all().get().values()) {
      sent += end.offset();
    }
    return sent == 0 ? 0 : Math.round((double) snapshots * counts / sent);
  }

  /** What all internal topics of a group take on disk, bytes. */
  static long internalBytes(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    long bytes = 0;
    for (var dirs : admin.describeLogDirs(List.of(1)).allDescriptions().get().values()) {
      for (var dir : dirs.values()) {
        for (Map.Entry<TopicPartition, ReplicaInfo> replica : dir.replicaInfos().entrySet()) {
          if (replica.getKey().topic().startsWith(group)) {
            bytes += replica.getValue().size();
          }
        }
      }
    }
    return bytes;
  }
}
