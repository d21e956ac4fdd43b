package dev.socketfleet.deploy.simulate;

import java.util.concurrent.TimeUnit;

/** How fast simulated time passes. Owned by one thread. */
public sealed interface Pace {

  /**
   * Waits until a snapshot may go.
   *
   * @param number of the snapshot, from 0
   * @param atMs simulated time of its capture, milliseconds since the epoch
   */
  void await(long number, long atMs) throws InterruptedException;

  /** As time passes outside. */
  record RealTime() implements Pace {
    @Override
    public void await(long number, long atMs) throws InterruptedException {
      long waitMs = atMs - System.currentTimeMillis();
      if (waitMs > 0) {
        TimeUnit.MILLISECONDS.sleep(waitMs);
      }
    }
  }

  /**
   * So many snapshots a second.
   *
   * @param startNanos of {@link System#nanoTime}
   */
  record Rate(double perSecond, long startNanos) implements Pace {
    @Override
    public void await(long number, long atMs) throws InterruptedException {
      long dueNanos = startNanos + (long) (number * 1e9 / perSecond);
      long waitNanos = dueNanos - System.nanoTime();
      if (waitNanos > 0) {
        TimeUnit.NANOSECONDS.sleep(waitNanos);
      }
    }
  }

  /** Without waiting. */
  record Highest() implements Pace {
    @Override
    public void await(long number, long atMs) {}
  }
}
