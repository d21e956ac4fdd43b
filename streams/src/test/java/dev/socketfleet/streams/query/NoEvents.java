package dev.socketfleet.streams.query;

import java.util.function.BooleanSupplier;

/** A source without events. */
public record NoEvents() implements EventSource {

  private static final FeedPosition START = new FeedPosition(new long[1], new long[1]);

  @Override
  public FeedPosition join(Listener listener) {
    return START;
  }

  @Override
  public void leave(Listener listener) {}

  @Override
  public void replay(
      FeedPosition from, FeedPosition until, Replay replay, BooleanSupplier stopped) {}
}
