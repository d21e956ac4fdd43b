package dev.socketfleet.streams.notify;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each transition to a webhook as it stands on the topic, one a request. Within a partition,
 * and so for each alert, one is through before the next is sent; partitions do not wait for one
 * another. A partition is paused until what was read of it is through, so a receiver that is down
 * costs one batch a partition.
 */
final class WebhookDelivery implements Delivery {

  private static final Logger log = LoggerFactory.getLogger(WebhookDelivery.class);

  /** A new receiver hears of what happened lately, not of a month. */
  static final Duration LOOK_BACK = Duration.ofHours(1);

  private static final Duration COMMIT_EVERY = Duration.ofMillis(500);
  private static final Duration IDLE_POLL = Duration.ofMillis(500);
  private static final long WAIT_MS = 50;
  private static final Duration ENDS_EVERY = Duration.ofSeconds(2);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Receiver receiver;
  private final NotifySettings.Webhooks settings;
  private final Duration retryAtMost;
  private final OutputMeters meters;
  private final Reachability reachability;
  private final Clock clock;
  private final Commits commits;
  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private final BlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
  private Map<TopicPartition, Long> ends = Map.of();
  private Instant commitAt = Instant.MIN;
  private Instant askEndsAt = Instant.MIN;

  private record Answered(Lane lane, Answer answer) {}

  WebhookDelivery(
      Consumer<byte[], byte[]> consumer,
      Receiver receiver,
      NotifySettings.Webhooks settings,
      Duration retryAtMost,
      OutputMeters meters,
      Reachability reachability,
      Clock clock) {
    this.consumer = consumer;
    this.receiver = receiver;
    this.settings = settings;
    this.retryAtMost = retryAtMost;
    this.meters = meters;
    this.reachability = reachability;
    this.clock = clock;
    this.commits = new Commits(consumer);
  }

  @Override
  public void step() throws InterruptedException {
    boolean idle = lanes.values().stream().allMatch(lane -> lane.size() == 0);
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(idle ? IDLE_POLL : Duration.ZERO)) {
      Lane lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
      if (lane != null) {
        lane.add(record);
      }
    }
    lanes.values().forEach(this::send);
    pauseBusy();
    settle();
    if (!clock.instant().isBefore(commitAt)) {
      commits.later(deliveredOf(lanes.keySet()));
      commitAt = clock.instant().plus(COMMIT_EVERY);
    }
    tellStanding();
  }

  private void pauseBusy() {
    Set<TopicPartition> busy = new HashSet<>();
    Set<TopicPartition> free = new HashSet<>();
    lanes.forEach((partition, lane) -> (lane.size() > 0 ? busy : free).add(partition));
    consumer.pause(busy);
    consumer.resume(free);
  }

  private void tellStanding() {
    if (!clock.instant().isBefore(askEndsAt)) {
      askEnds();
      askEndsAt = clock.instant().plus(ENDS_EVERY);
    }
    long held = 0;
    long undelivered = 0;
    for (Map.Entry<TopicPartition, Lane> each : lanes.entrySet()) {
      Lane lane = each.getValue();
      long next = lane.next().orElseGet(() -> consumer.position(each.getKey()));
      held += lane.size();
      undelivered += Math.max(lane.size(), ends.getOrDefault(each.getKey(), 0L) - next);
    }
    meters.standing(undelivered, held);
  }

  /** The consumer itself does not look at the end of a partition that is paused. */
  private void askEnds() {
    try {
      ends = consumer.endOffsets(lanes.keySet(), ENDS_WITHIN);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      log.debug("The ends of the partitions are not known: {}", e.toString());
    }
  }

  /** Takes the answers that are there; waits a little for the first while requests are out. */
  private void settle() throws InterruptedException {
    boolean busy = lanes.values().stream().anyMatch(lane -> lane.size() > 0);
    Answered next = busy ? answers.poll(WAIT_MS, TimeUnit.MILLISECONDS) : answers.poll();
    for (; next != null; next = answers.poll()) {
      settle(next.lane(), next.answer());
    }
  }

  private void settle(Lane lane, Answer answer) {
    if (!lanes.containsValue(lane)) {
      return;
    }
    if (answer instanceof Answer.Failed failure) {
      meters.failed(1);
      reachability.failed(failure.reason());
      lane.failed(clock.instant());
      return;
    }
    if (answer instanceof Answer.Refused refusal) {
      meters.refused(refusal.status());
      reachability.refused("a transition", refusal);
    } else {
      meters.delivered(1);
      reachability.worked();
    }
    lane.done();
    send(lane);
  }

  /** Sends the lane's head, when it is due; what nobody wants is passed over. */
  private void send(Lane lane) {
    ConsumerRecord<byte[], byte[]> head = lane.due(clock.instant());
    while (head != null) {
      Optional<Alert> wanted = wanted(head);
      if (wanted.isPresent()) {
        lane.sent();
        var unused =
            request(wanted.get(), head.value())
                .thenAccept(answer -> answers.add(new Answered(lane, answer)));
        return;
      }
      lane.done();
      head = lane.due(clock.instant());
    }
  }

  private Optional<Alert> wanted(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      meters.malformed();
      return Optional.empty();
    }
    try {
      Alert alert = AlertCodec.decode(value);
      if (settings.selection().wants(alert)) {
        return Optional.of(alert);
      }
      meters.leftOut();
    } catch (MalformedRecordException e) {
      meters.malformed();
    }
    return Optional.empty();
  }

  private CompletableFuture<Answer> request(Alert alert, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Idempotency-Key", alert.transition());
    if (settings.secret().isPresent()) {
      long seconds = clock.instant().getEpochSecond();
      try {
        String secret = new SecretFile(settings.secret().get()).read();
        headers.put("Socketfleet-Timestamp", Long.toString(seconds));
        headers.put("Socketfleet-Signature", Signature.of(secret, seconds, body));
      } catch (IOException e) {
        return CompletableFuture.completedFuture(new Answer.Failed("no key to sign with: " + e));
      }
    }
    return receiver.post(body, headers);
  }

  private Map<TopicPartition, OffsetAndMetadata> deliveredOf(Collection<TopicPartition> of) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : of) {
      Lane lane = lanes.get(partition);
      if (lane != null && lane.toCommit() >= 0) {
        offsets.put(partition, new OffsetAndMetadata(lane.toCommit()));
        lane.committed(lane.toCommit());
      }
    }
    return offsets;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    partitions.forEach(it -> lanes.put(it, new Lane(new Backoff(retryAtMost, new Random()))));
    Set<TopicPartition> fresh = new HashSet<>(partitions);
    fresh.removeAll(commits.of(partitions).keySet());
    if (fresh.isEmpty()) {
      return;
    }
    long since = clock.instant().minus(LOOK_BACK).toEpochMilli();
    Map<TopicPartition, Long> times = new HashMap<>();
    fresh.forEach(partition -> times.put(partition, since));
    Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
    Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>();
    for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> found :
        consumer.offsetsForTimes(times).entrySet()) {
      OffsetAndTimestamp first = found.getValue();
      long start = first == null ? ends.getOrDefault(found.getKey(), 0L) : first.offset();
      consumer.seek(found.getKey(), start);
      starts.put(found.getKey(), new OffsetAndMetadata(start));
    }
    // From here on nothing is lost, whatever happens before the first delivery.
    commits.now(starts);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commits.now(deliveredOf(partitions));
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    partitions.forEach(lanes::remove);
  }
}
