package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the topic of transitions for each question, from the time that it asks for on. Nothing is
 * kept between two questions, and of one no more than an answer has: so a month of history costs no
 * memory. Two questions at a time.
 */
public final class TopicHistory implements AlertHistory {

  /** The time of a record is the append time of what led to it, not that of the transition. */
  private static final Duration SLACK = Duration.ofMinutes(10);

  private static final int MAX_RECORDS = 500_000;
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> properties;
  private final String topic;
  private final Semaphore readers = new Semaphore(2);

  /**
   * A history.
   *
   * @param client {@code bootstrap.servers} and whatever else the cluster asks for
   * @param topic of transitions
   */
  public TopicHistory(Map<String, ?> client, String topic) {
    this.properties = EventFeed.consumerProperties(client, "alert-history");
    this.topic = topic;
  }

  @Override
  public Found find(Question question) {
    if (!readers.tryAcquire()) {
      throw new StoresUnavailableException(
          "others read the history at the moment", Duration.ofSeconds(1));
    }
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      return read(consumer, question);
    } catch (KafkaException e) {
      throw new StoresUnavailableException(
          "the topic of transitions cannot be read", Duration.ofSeconds(2), e);
    } finally {
      readers.release();
    }
  }

  private Found read(KafkaConsumer<byte[], byte[]> consumer, Question question) {
    long end = System.nanoTime() + question.within().toNanos();
    Instant from = question.after().map(Position::at).orElse(question.range().from());
    long lastMs = question.range().to().plus(SLACK).toEpochMilli();
    Set<TopicPartition> open = seek(consumer, from.minus(SLACK).toEpochMilli());
    Map<TopicPartition, Long> ends = consumer.endOffsets(open);
    NavigableMap<Position, Alert> found = new TreeMap<>();
    int records = 0;
    while (true) {
      open.removeIf(it -> consumer.position(it) >= ends.getOrDefault(it, 0L));
      if (open.isEmpty()) {
        return new Found(List.copyOf(found.values()), true);
      }
      if (System.nanoTime() - end >= 0 || records > MAX_RECORDS) {
        return new Found(List.copyOf(found.values()), false);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        records++;
        if (record.timestamp() > lastMs) {
          open.remove(new TopicPartition(record.topic(), record.partition()));
        } else {
          take(record, question, found);
        }
      }
      Set<TopicPartition> done = new HashSet<>(consumer.assignment());
      done.removeAll(open);
      consumer.pause(done);
    }
  }

  private Set<TopicPartition> seek(KafkaConsumer<byte[], byte[]> consumer, long fromMs) {
    Map<TopicPartition, Long> times = new HashMap<>();
    consumer
        .partitionsFor(topic)
        .forEach(it -> times.put(new TopicPartition(topic, it.partition()), Math.max(0, fromMs)));
    consumer.assign(times.keySet());
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
    Set<TopicPartition> open = new HashSet<>();
    for (TopicPartition partition : times.keySet()) {
      OffsetAndTimestamp start = starts.get(partition);
      if (start != null) {
        consumer.seek(partition, start.offset());
        open.add(partition);
      } else {
        consumer.pause(List.of(partition));
      }
    }
    return open;
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record,
      Question question,
      NavigableMap<Position, Alert> found) {
    byte[] value = record.value();
    if (value == null || question.host().filter(host -> !contains(value, host)).isPresent()) {
      return;
    }
    try {
      Alert alert = AlertCodec.decode(value);
      Position position = Position.of(alert);
      if (isWanted(alert, position, question)) {
        found.put(position, alert);
        if (found.size() > question.limit()) {
          found.pollLastEntry();
        }
      }
    } catch (MalformedRecordException e) {
      // Counted where the current alerts are read.
    }
  }

  private static boolean isWanted(Alert alert, Position position, Question question) {
    return !alert.updatedAt().isBefore(question.range().from())
        && alert.updatedAt().isBefore(question.range().to())
        && question.after().map(it -> it.compareTo(position) < 0).orElse(true)
        && question.host().map(it -> alert.subject().host().equals(Optional.of(it))).orElse(true);
  }

  /** Host ids are written in JSON as they are: what does not have the bytes is not decoded. */
  private static boolean contains(byte[] value, String host) {
    return new String(value, StandardCharsets.ISO_8859_1).contains(host);
  }
}
