package dev.socketfleet.streams.notify;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps one Alertmanager told of the current alerts, as Prometheus does: what changes at once, what
 * fires again in each interval, with an end some intervals ahead, so that it does not fire for ever
 * when nobody tells of it any more.
 *
 * <p>A partition is read from its beginning when it is assigned, and nothing of it is sent before
 * its end was seen: on the way there an alert may look as if it fired that has long been over. The
 * committed offset says what Alertmanager has heard of for sure.
 */
final class AlertmanagerDelivery implements Delivery {

  /** As Prometheus batches them. */
  static final int MAX_BATCH = 64;

  /** Intervals after which an alert that nobody tells of is over, as of Prometheus. */
  private static final int INTERVALS = 4;

  /** An instance that is lost is replaced sooner. */
  private static final Duration LEAST_END = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(250);

  private final Consumer<byte[], byte[]> consumer;
  private final Receiver receiver;
  private final NotifySettings.Alertmanagers settings;
  private final Optional<URI> externalUrl;
  private final Backoff backoff;
  private final OutputMeters meters;
  private final Reachability reachability;
  private final Clock clock;
  private final Commits commits;
  private final Map<TopicPartition, Page> pages = new HashMap<>();
  private final Deque<Notice> oneByOne = new ArrayDeque<>();
  private Instant notBefore = Instant.MIN;
  private boolean moreIsDue;

  /** One partition. */
  private static final class Page {
    private final AlertBook book;
    private final long newsFrom;
    private final long end;
    private boolean read;
    private long committed;

    private Page(AlertBook book, long newsFrom, long end) {
      this.book = book;
      this.newsFrom = newsFrom;
      this.end = end;
    }
  }

  AlertmanagerDelivery(
      Consumer<byte[], byte[]> consumer,
      Receiver receiver,
      NotifySettings.Alertmanagers settings,
      Optional<URI> externalUrl,
      Duration retryAtMost,
      OutputMeters meters,
      Reachability reachability,
      Clock clock) {
    this.consumer = consumer;
    this.receiver = receiver;
    this.settings = settings;
    this.externalUrl = externalUrl;
    this.backoff = new Backoff(retryAtMost, new Random());
    this.meters = meters;
    this.reachability = reachability;
    this.clock = clock;
    this.commits = new Commits(consumer);
  }

  @Override
  public void step() throws InterruptedException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(moreIsDue ? Duration.ZERO : POLL)) {
      Page page = pages.get(new TopicPartition(record.topic(), record.partition()));
      if (page != null) {
        receive(record, page);
      }
    }
    pages.forEach((partition, page) -> page.read |= consumer.position(partition) >= page.end);
    if (!clock.instant().isBefore(notBefore)) {
      send();
    }
    commits.later(toldOf(pages.keySet()));
    tellStanding();
  }

  private void receive(ConsumerRecord<byte[], byte[]> record, Page page) {
    if (record.key() == null) {
      meters.malformed();
      return;
    }
    String id = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      page.book.forget(id, clock.instant());
      return;
    }
    try {
      Alert alert = AlertCodec.decode(record.value());
      if (alert.id().equals(id)) {
        page.book.apply(alert, record.offset() >= page.newsFrom, clock.instant());
        return;
      }
    } catch (MalformedRecordException e) {
      // Counted below, as the record under a wrong key is.
    }
    meters.malformed();
  }

  private void tellStanding() {
    long undelivered = 0;
    long held = 0;
    for (Map.Entry<TopicPartition, Page> page : pages.entrySet()) {
      held += page.getValue().book.size();
      undelivered += page.getValue().book.untold() + consumer.currentLag(page.getKey()).orElse(0);
    }
    meters.standing(undelivered, held);
  }

  /** At most one request, so that the group is not left alone for long. */
  private void send() throws InterruptedException {
    List<Notice> batch = batch();
    moreIsDue = batch.size() == MAX_BATCH || !oneByOne.isEmpty();
    if (batch.isEmpty()) {
      return;
    }
    Answer answer = post(batch);
    if (answer instanceof Answer.Failed failure) {
      moreIsDue = false;
      meters.failed(batch.size());
      reachability.failed(failure.reason());
      notBefore = clock.instant().plus(backoff.failed());
      return;
    }
    backoff.reset();
    if (answer instanceof Answer.Refused refusal) {
      refused(batch, refusal);
      return;
    }
    reachability.worked();
    meters.delivered(batch.size());
    batch.forEach(this::told);
  }

  private List<Notice> batch() {
    if (!oneByOne.isEmpty()) {
      return List.of(oneByOne.removeFirst());
    }
    List<Notice> batch = new ArrayList<>();
    Instant now = clock.instant();
    for (Page page : pages.values()) {
      if (page.read && batch.size() < MAX_BATCH) {
        batch.addAll(page.book.due(now, MAX_BATCH - batch.size()));
      }
    }
    return batch;
  }

  /** One bad alert must not take the others of its batch with it. */
  private void refused(List<Notice> batch, Answer.Refused refusal) {
    if (batch.size() > 1) {
      oneByOne.addAll(batch);
      return;
    }
    meters.refused(refusal.status());
    reachability.refused("alert " + batch.get(0).alert().id(), refusal);
    told(batch.get(0));
  }

  private void told(Notice notice) {
    pages.values().forEach(page -> page.book.told(notice, clock.instant()));
  }

  private Answer post(List<Notice> batch) throws InterruptedException {
    Duration ahead = settings.resendInterval().multipliedBy(INTERVALS);
    Instant until = clock.instant().plus(ahead.compareTo(LEAST_END) < 0 ? LEAST_END : ahead);
    try {
      return receiver.post(AlertmanagerJson.encode(batch, until, externalUrl), Map.of()).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request never completes exceptionally", e);
    }
  }

  /** Where all that was read has been told. */
  private Map<TopicPartition, OffsetAndMetadata> toldOf(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Page page = pages.get(partition);
      if (page != null && page.read && page.book.untold() == 0) {
        long position = consumer.position(partition);
        if (position > page.committed) {
          offsets.put(partition, new OffsetAndMetadata(position));
          page.committed = position;
        }
      }
    }
    return offsets;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = commits.of(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata told = committed.get(partition);
      // A new Alertmanager need not hear of what was over before.
      long newsFrom = told == null ? Long.MAX_VALUE : told.offset();
      pages.put(
          partition,
          new Page(
              new AlertBook(settings.severities(), settings.resendInterval()),
              newsFrom,
              ends.getOrDefault(partition, 0L)));
    }
    consumer.seekToBeginning(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commits.now(toldOf(partitions));
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    partitions.forEach(pages::remove);
  }
}
