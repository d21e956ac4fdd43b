package dev.socketfleet.deploy.simulate;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/** How far it is, in one line of a terminal that is written over. Thread-safe. */
public final class Progress {

  private static final int WIDTH = 30;
  private static final long EVERY_NANOS = 200_000_000;

  private final PrintWriter out;
  private final boolean shown;
  private final long expected;
  private final long startNanos = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong drawnNanos = new AtomicLong(startNanos);

  /**
   * Progress towards a number of snapshots.
   *
   * @param shown false where the output is no terminal: then nothing is written
   */
  public Progress(PrintWriter out, boolean shown, long expected) {
    this.out = out;
    this.shown = shown;
    this.expected = Math.max(1, expected);
  }

  /** So many more are done. */
  public void add(long more) {
    long now = System.nanoTime();
    long number = done.addAndGet(more);
    long drawn = drawnNanos.get();
    if (shown && now - drawn >= EVERY_NANOS && drawnNanos.compareAndSet(drawn, now)) {
      draw(number, now);
    }
  }

  /** Takes the line away. */
  public void end() {
    if (shown) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  private void draw(long number, long now) {
    double part = Math.min(1, (double) number / expected);
    int filled = (int) (part * WIDTH);
    double seconds = (now - startNanos) / 1e9;
    out.print(
        "\r[%s%s] %3.0f %%  %d snapshots, %.0f/s\u001b[K"
            .formatted(
                "#".repeat(filled),
                " ".repeat(WIDTH - filled),
                100 * part,
                number,
                number / seconds));
    out.flush();
  }

  /** So far. */
  public long done() {
    return done.get();
  }

  /** Since it began. */
  public double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
