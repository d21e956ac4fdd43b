package dev.socketfleet.collector.owner;

import java.util.Optional;

/** What is known of processes by their id. */
interface ProcessTable {

  /** The process as a holder of sockets, or empty when it is gone. */
  Optional<Holder> holder(int pid);
}
