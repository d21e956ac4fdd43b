package dev.socketfleet.streams.notify;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits of one consumer. One that fails costs repeats and nothing else, so it is no error. Owned
 * by the consumer's thread.
 */
record Commits(Consumer<byte[], byte[]> consumer) {

  private static final Logger log = LoggerFactory.getLogger(Commits.class);

  /** What the group committed last; without those of which it never did. */
  Map<TopicPartition, OffsetAndMetadata> of(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> known =
        new HashMap<>(consumer.committed(new HashSet<>(partitions)));
    known.values().removeIf(Objects::isNull);
    return known;
  }

  /** Commits without waiting; a later one makes up for one that fails. */
  void later(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (!offsets.isEmpty()) {
      consumer.commitAsync(
          offsets,
          (committed, error) -> {
            if (error != null) {
              log.debug("A commit failed: {}", error.toString());
            }
          });
    }
  }

  /** Commits and waits for it, as far as the client's limits allow. */
  void now(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      log.debug("A commit failed: {}", e.toString());
    }
  }
}
