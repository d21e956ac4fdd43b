package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.streams.query.EventSource;
import dev.socketfleet.streams.query.FeedEvent;
import dev.socketfleet.streams.query.FeedPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Transitions in the order in which they were told; those before can be had again. */
final class SampleEvents implements EventSource {

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<FeedEvent> events = new ArrayList<>();

  synchronized void tell(Alert alert) {
    FeedEvent event =
        new FeedEvent(
            FeedEvent.Kind.ALERT,
            alert.id(),
            AlertCodec.encode(alert),
            position(events.size() + 1));
    events.add(event);
    listeners.forEach(listener -> listener.offer(event));
  }

  int listeners() {
    return listeners.size();
  }

  private static FeedPosition position(int told) {
    return new FeedPosition(new long[] {told}, new long[] {0});
  }

  @Override
  public synchronized FeedPosition join(Listener listener) {
    listeners.add(listener);
    return position(events.size());
  }

  @Override
  public void leave(Listener listener) {
    listeners.remove(listener);
  }

  @Override
  public synchronized void replay(
      FeedPosition from, FeedPosition until, Replay replay, BooleanSupplier stopped) {
    events.subList((int) from.alerts()[0], (int) until.alerts()[0]).forEach(replay::event);
  }
}
