package dev.socketfleet.streams.topology;

import java.util.OptionalLong;

/** Tells up to which time a partition is known to have been read. */
public interface PartitionClock {

  /**
   * A time, milliseconds since the epoch, before which nothing was appended that the reader has not
   * read yet; empty when it lags behind or when nobody knows.
   *
   * @param position the offset that the reader wants next
   */
  OptionalLong readUpTo(int partition, long position);
}
