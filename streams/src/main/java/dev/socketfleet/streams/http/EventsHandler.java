package dev.socketfleet.streams.http;

import dev.socketfleet.streams.query.EventSource;
import dev.socketfleet.streams.query.FeedPosition;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code GET /api/v1/events}: alerts and closed windows as they come, to a bounded number. */
final class EventsHandler implements AutoCloseable {

  static final String PATH = "/api/v1/events";

  private static final String TYPE = "text/event-stream";

  private final EventSource source;
  private final int maxClients;
  private final AtomicInteger clients = new AtomicInteger();
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  EventsHandler(EventSource source, int maxClients) {
    this.source = source;
    this.maxClients = maxClients;
  }

  /** How many listen. */
  int clients() {
    return clients.get();
  }

  /** Begins to send, and returns. */
  void handle(Context ctx) {
    MediaTypes.choose(ctx.header("Accept"), List.of(TYPE));
    Parameters parameters =
        new Parameters(
            Map.of(), QueryString.parse(ctx.req().getQueryString()), EventFilter.PARAMETERS);
    EventFilter filter = EventFilter.of(parameters);
    Optional<FeedPosition> from =
        Optional.ofNullable(ctx.header("Last-Event-ID"))
            .filter(it -> !it.isEmpty())
            .or(() -> parameters.text("lastEventId"))
            .map(EventsHandler::position);
    if (ctx.req().getMethod().equals("HEAD")) {
      ctx.contentType(TYPE);
      return;
    }
    if (clients.incrementAndGet() > maxClients) {
      clients.decrementAndGet();
      throw new ApiException(
          429,
          "too_many_clients",
          "%d clients get events from this instance already".formatted(maxClients),
          "Ask another instance, or raise http.events.clients.",
          Map.of("Retry-After", "5"));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    HttpServletResponse response = ctx.disableCompression().res();
    response.setContentType(TYPE);
    response.setHeader("X-Accel-Buffering", "no");
    ctx.future(() -> done);
    Thread thread = new Thread(() -> send(response, filter, from, done), "events");
    thread.setDaemon(true);
    thread.start();
  }

  private void send(
      HttpServletResponse response,
      EventFilter filter,
      Optional<FeedPosition> from,
      CompletableFuture<Void> done) {
    try {
      response.flushBuffer();
      EventStream stream = new EventStream(source, filter, response.getOutputStream());
      streams.add(stream);
      try {
        stream.run(from);
      } finally {
        streams.remove(stream);
      }
    } catch (IOException | UncheckedIOException e) {
      // The client is gone.
    } finally {
      clients.decrementAndGet();
      done.complete(null);
    }
  }

  private static FeedPosition position(String text) {
    return FeedPosition.parse(text)
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "Last-Event-ID is no id of an event of this API",
                    "Leave it out to begin with what comes now."));
  }

  @Override
  public void close() {
    streams.forEach(EventStream::close);
  }
}
