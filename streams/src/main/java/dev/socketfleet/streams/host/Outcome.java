package dev.socketfleet.streams.host;

/** What became of a snapshot. */
public enum Outcome {
  /** Counted. */
  APPLIED,
  /** Its offset is already in the host's record: the log is read again after a crash. */
  REPLAYED,
  /** The same boot and sequence came before. */
  DUPLICATE,
  /** Older than the window retention. */
  TOO_LATE,
  /** Says of itself that it is no full measurement: shows that the host lives, counts nothing. */
  INCOMPLETE
}
