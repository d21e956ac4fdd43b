package dev.socketfleet.collector.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots that wait for Kafka, oldest first, in a bounded amount of memory: the oldest are
 * dropped, and counted, for the youngest. Safe for one thread that adds and one that takes.
 */
final class SnapshotRing {

  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private long bytes;
  private long dropped;

  SnapshotRing(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(byte[] snapshot) {
    lock.lock();
    try {
      waiting.addLast(snapshot);
      bytes += snapshot.length;
      while (bytes > maxBytes && waiting.size() > 1) {
        bytes -= waiting.removeFirst().length;
        dropped++;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The oldest one, which stays; null when none came within the time. */
  byte @Nullable [] awaitOldest(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (waiting.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return waiting.peekFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Takes this one out, unless it was dropped in the meantime. */
  void remove(byte[] snapshot, boolean lost) {
    lock.lock();
    try {
      if (waiting.peekFirst() == snapshot) {
        waiting.removeFirst();
        bytes -= snapshot.length;
        dropped += lost ? 1 : 0;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing waits; false when it takes longer. */
  boolean awaitEmpty(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!waiting.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
