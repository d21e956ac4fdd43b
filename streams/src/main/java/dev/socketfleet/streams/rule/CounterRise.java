package dev.socketfleet.streams.rule;

/** By how much kernel counters rose, per window: the open one and the closed ones before it. */
public interface CounterRise {

  /** Of the open window so far, {@code minus} taken off; negative when that rose more. */
  long net();

  /** Of the open window so far, nothing taken off. */
  long gross();

  /** From the last snapshot to this one, {@code minus} taken off. */
  long latest();

  /** How many closed windows in a row are known. */
  int closed();

  /**
   * Of a closed window.
   *
   * @param back 0 for the youngest
   */
  long netBack(int back);

  /** Of a closed window, nothing taken off. */
  long grossBack(int back);

  /** How long a window is, seconds; no shorter than the time between two snapshots. */
  double seconds();
}
