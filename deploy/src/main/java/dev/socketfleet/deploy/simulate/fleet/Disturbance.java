package dev.socketfleet.deploy.simulate.fleet;

/** What happens to one host. Stateless: everything follows from the time that it is asked for. */
public interface Disturbance {

  /** Changes the sockets and counters of a snapshot; also asked before and after its own time. */
  default void apply(Draft draft) {}

  /** Whether the host's collector is away at that time. */
  default boolean silent(long atMs) {
    return false;
  }

  /** By how much the host's clock is ahead at that time. */
  default long clockAheadMs(long atMs) {
    return 0;
  }

  /** Whether the snapshot of that time is cut. */
  default boolean incomplete(long atMs) {
    return false;
  }

  /** Whether a second collector sends under the same host id at that time. */
  default boolean secondCollector(long atMs) {
    return false;
  }

  /** When the collector started anew because of it, if that was at or before that time; else 0. */
  default long backMs(long atMs) {
    return 0;
  }
}
