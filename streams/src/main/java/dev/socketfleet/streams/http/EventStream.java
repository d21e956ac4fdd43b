package dev.socketfleet.streams.http;

import dev.socketfleet.streams.query.EventSource;
import dev.socketfleet.streams.query.FeedEvent;
import dev.socketfleet.streams.query.FeedPosition;
import dev.socketfleet.streams.query.StoresUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The events of one client, written by a thread of its own (server-sent events, HTML Living
 * Standard section 9.2). Each event's id is the position after it, so that the client goes on there
 * at any instance. What the client does not take in time waits in a bounded queue; when that is
 * full it is let go with the reason {@code slow}, and may come back with its last id.
 */
final class EventStream implements EventSource.Listener {

  private static final int MAX_WAITING = 1_024;

  /** Shorter than what proxies call idle. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final EventSource source;
  private final EventFilter filter;
  private final OutputStream out;
  private final Duration heartbeat;
  private final BlockingQueue<Text> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private volatile boolean full;
  private volatile boolean closing;

  /** What the client has when it has taken all that waits. Guarded by this object. */
  private @Nullable FeedPosition latest;

  /** One event as it goes out. */
  private record Text(String id, String event, String data) {}

  EventStream(EventSource source, EventFilter filter, OutputStream out) {
    this(source, filter, out, HEARTBEAT);
  }

  EventStream(EventSource source, EventFilter filter, OutputStream out, Duration heartbeat) {
    this.source = source;
    this.filter = filter;
    this.out = out;
    this.heartbeat = heartbeat;
  }

  /** Ends it soon. */
  void close() {
    closing = true;
  }

  /**
   * Writes until the client is gone, too slow, or the server stops.
   *
   * @param from where the client was before; empty for what comes from now on
   */
  void run(Optional<FeedPosition> from) {
    try {
      FeedPosition live = source.join(this);
      synchronized (this) {
        if (latest == null) {
          latest = live;
        }
      }
      if (from.isPresent()) {
        source.replay(from.get(), live, new Past(), () -> closing || full);
      } else {
        write(new Text(live.text(), "hello", "{}"));
      }
      follow();
    } catch (IOException | UncheckedIOException e) {
      // The client is gone.
    } catch (StoresUnavailableException e) {
      sayGoodbye("unavailable");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      source.leave(this);
    }
  }

  private final class Past implements EventSource.Replay {

    @Override
    public void gap() {
      send(new Text("", "gap", "{\"reason\":\"not_kept\"}"));
    }

    @Override
    public void event(FeedEvent event) {
      filter
          .data(event)
          .ifPresent(data -> send(new Text(event.after().text(), event.kind().wireName(), data)));
    }

    private void send(Text text) {
      try {
        write(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void follow() throws IOException, InterruptedException {
    long beat = System.nanoTime();
    while (!closing) {
      Text text = waiting.poll(200, TimeUnit.MILLISECONDS);
      if (text != null) {
        write(text);
        beat = System.nanoTime();
      } else if (full) {
        sayGoodbye("slow");
        return;
      } else if (System.nanoTime() - beat >= heartbeat.toNanos()) {
        heartbeat();
        beat = System.nanoTime();
      }
    }
    sayGoodbye("stopping");
  }

  /** With an id, so that a client whose events are rare need not read much again. */
  private void heartbeat() throws IOException {
    String id = "";
    synchronized (this) {
      if (waiting.isEmpty() && latest != null) {
        id = latest.text();
      }
    }
    write(new Text(id, "heartbeat", "{}"));
  }

  private void sayGoodbye(String reason) {
    try {
      write(new Text("", "dropped", "{\"reason\":\"" + reason + "\"}"));
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private void write(Text text) throws IOException {
    String lines =
        (text.id().isEmpty() ? "" : "id: " + text.id() + "\n")
            + "event: "
            + text.event()
            + "\ndata: "
            + text.data()
            + "\n\n";
    out.write(lines.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public synchronized void offer(FeedEvent event) {
    if (full) {
      return;
    }
    Optional<String> data = filter.data(event);
    if (data.isPresent()
        && !waiting.offer(new Text(event.after().text(), event.kind().wireName(), data.get()))) {
      full = true;
      return;
    }
    latest = event.after();
  }
}
