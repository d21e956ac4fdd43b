package dev.socketfleet.streams.query;

import java.util.function.BooleanSupplier;

/** Transitions of alerts and closed windows as they come, and those that have come before. */
public interface EventSource {

  /** Takes events on the source's thread; must not wait. */
  interface Listener {
    void offer(FeedEvent event);
  }

  /** Takes the events of a replay on the caller's thread. */
  interface Replay {
    /** Some events after the position are gone: the topic no longer has them, or is a new one. */
    void gap();

    void event(FeedEvent event);
  }

  /**
   * From now on the listener gets every event.
   *
   * @return the position of the first
   * @throws StoresUnavailableException while Kafka is away
   */
  FeedPosition join(Listener listener);

  /** The listener gets nothing any more. */
  void leave(Listener listener);

  /**
   * What came between two positions.
   *
   * @param stopped ends it early
   * @throws StoresUnavailableException when Kafka went away
   */
  void replay(FeedPosition from, FeedPosition until, Replay replay, BooleanSupplier stopped);
}
