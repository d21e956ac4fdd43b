package dev.socketfleet.collector.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

  /** Waits for one and gives the oldest, which stays. */
  byte[] awaitOldest() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        changed.await();
      }
      return waiting.getFirst();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes out one that is done with. It may have been dropped while it was on its way; then it was
   * counted too early.
   *
   * @param lost whether it will never arrive
   */
  void remove(byte[] snapshot, boolean lost) {
    lock.lock();
    try {
      if (waiting.peekFirst() == snapshot) {
        waiting.removeFirst();
        bytes -= snapshot.length;
      } else {
        dropped--;
      }
      dropped += lost ? 1 : 0;
      changed.signalAll();
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
