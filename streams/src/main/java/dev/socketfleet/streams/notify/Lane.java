package dev.socketfleet.streams.notify;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition on their way to a receiver, one at a time, in their order. Owned by
 * one thread.
 */
final class Lane {

  private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private final Backoff backoff;
  private Instant notBefore = Instant.MIN;
  private boolean inFlight;
  private long delivered = -1;
  private long committed = -1;

  Lane(Backoff backoff) {
    this.backoff = backoff;
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    waiting.addLast(record);
  }

  int size() {
    return waiting.size();
  }

  /** The offset of the first that is not through; empty when all that were added are. */
  OptionalLong next() {
    ConsumerRecord<byte[], byte[]> head = waiting.peekFirst();
    return head == null ? OptionalLong.empty() : OptionalLong.of(head.offset());
  }

  /** The record to send now; null while one is under way, in a pause, or when there is none. */
  @Nullable ConsumerRecord<byte[], byte[]> due(Instant now) {
    return inFlight || now.isBefore(notBefore) ? null : waiting.peekFirst();
  }

  /** The head is under way. */
  void sent() {
    inFlight = true;
  }

  /** The head is through, or nobody wants it. */
  void done() {
    ConsumerRecord<byte[], byte[]> head = waiting.removeFirst();
    delivered = head.offset() + 1;
    inFlight = false;
    backoff.reset();
  }

  /** The head is to be sent again later. */
  void failed(Instant now) {
    inFlight = false;
    notBefore = now.plus(backoff.failed());
  }

  /** The offset that nobody has to read before any more; negative when it is committed already. */
  long toCommit() {
    return delivered > committed ? delivered : -1;
  }

  void committed(long offset) {
    committed = offset;
  }
}
