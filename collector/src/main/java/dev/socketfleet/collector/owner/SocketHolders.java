package dev.socketfleet.collector.owner;

import org.jspecify.annotations.Nullable;

/** Who holds each socket of one capture. */
@FunctionalInterface
public interface SocketHolders {

  /** The holder of the socket in this row of the table, or null when none was found. */
  @Nullable Holder of(int row);
}
