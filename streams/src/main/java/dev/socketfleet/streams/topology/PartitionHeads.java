package dev.socketfleet.streams.topology;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker again and again where the partitions of one topic end, so that a task can tell
 * whether it has read everything and may let time pass by the wall clock. While the broker is away
 * there is no answer, and so no time passes that could make hosts look silent.
 *
 * <p>Runs on a thread of its own; {@link #readUpTo} may be called from any.
 */
public final class PartitionHeads implements PartitionClock, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PartitionHeads.class);

  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Admin admin;
  private final String topic;
  private final Clock clock;
  private final Thread thread;
  private volatile Map<Integer, Head> heads = Map.of();
  private volatile boolean closed;

  /** Where a partition ended at a time: all that was appended before it is below the offset. */
  private record Head(long start, long end, long atMs) {}

  public PartitionHeads(Admin admin, String topic, Clock clock) {
    this.admin = admin;
    this.topic = topic;
    this.clock = clock;
    this.thread = new Thread(this::run, "partition-heads");
    this.thread.setDaemon(true);
  }

  /** Begins to ask. */
  public void start() {
    thread.start();
  }

  @Override
  public OptionalLong readUpTo(int partition, long position) {
    Head head = heads.get(partition);
    if (head == null) {
      return OptionalLong.empty();
    }
    boolean nothingLeft = position >= head.end() || head.start() == head.end();
    return nothingLeft ? OptionalLong.of(head.atMs()) : OptionalLong.empty();
  }

  /** How many partitions the topic has; 0 while it is not known. */
  int partitions() {
    return heads.size();
  }

  private void run() {
    boolean failed = false;
    while (!closed) {
      try {
        failed = !refresh(failed);
        TimeUnit.MILLISECONDS.sleep(PERIOD.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean refresh(boolean failedBefore) throws InterruptedException {
    try {
      heads = ask();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      if (!failedBefore) {
        log.warn(
            "The ends of topic {} are unknown ({}): silence is not judged until they are",
            topic,
            String.valueOf(e.getMessage()));
      }
      return false;
    }
    if (failedBefore) {
      log.info("The ends of topic {} are known again", topic);
    }
    return true;
  }

  private Map<Integer, Head> ask()
      throws InterruptedException, ExecutionException, TimeoutException {
    int partitions =
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .values()
            .iterator()
            .next()
            .partitions()
            .size();
    long atMs = clock.millis();
    Map<Integer, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<Integer, Long> starts = offsets(partitions, OffsetSpec.earliest());
    Map<Integer, Head> answer = new HashMap<>();
    ends.forEach(
        (partition, end) ->
            answer.put(partition, new Head(starts.getOrDefault(partition, 0L), end, atMs)));
    return Map.copyOf(answer);
  }

  private Map<Integer, Long> offsets(int partitions, OffsetSpec spec)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      wanted.put(new TopicPartition(topic, partition), spec);
    }
    ListOffsetsResult result = admin.listOffsets(wanted);
    Map<Integer, Long> offsets = new HashMap<>();
    result
        .all()
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
