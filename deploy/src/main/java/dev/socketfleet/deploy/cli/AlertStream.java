package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.deploy.CommandFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Alerts as they change, from the events of the API (server-sent events, HTML Living Standard
 * section 9.2). A connection that is lost is made again and goes on where it was, so that no
 * transition is missing as long as the topics have it.
 */
final class AlertStream {

  /** The server says something every 15 s. */
  private static final Duration SILENCE = Duration.ofSeconds(40);

  /** So long a connection must last to be one. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  private static final long FIRST_WAIT_MS = 500;
  private static final long LONGEST_WAIT_MS = 5_000;
  private static final int MAX_WAITING = 1_024;

  private final JsonMapper mapper = new JsonMapper();
  private final ApiClient client;
  private final Map<String, String> parameters;
  private final Listener listener;
  private final Duration silence;
  private String lastId = "";
  private boolean begun;
  private boolean away;

  /** Who is told. */
  interface Listener {

    /** The stream begins, or transitions are missing in it: what is current has to be asked for. */
    void begins() throws InterruptedException;

    void alert(Alert alert);

    /** The connection is gone for this reason, and will be made again. */
    void lost(String reason);

    /** It is there again. */
    void back();
  }

  /** One event, or the end of the connection. */
  private record Event(String id, String name, String data) {

    static final String END = "end";
  }

  AlertStream(ApiClient client, Map<String, String> parameters, Listener listener) {
    this(client, parameters, listener, SILENCE);
  }

  AlertStream(
      ApiClient client, Map<String, String> parameters, Listener listener, Duration silence) {
    this.client = client;
    this.parameters = Map.copyOf(parameters);
    this.listener = listener;
    this.silence = silence;
  }

  /**
   * Goes on until the thread is interrupted.
   *
   * @throws CommandFailedException when the first connection fails, or the token is not taken
   */
  void follow() throws InterruptedException {
    long waitMs = FIRST_WAIT_MS;
    while (true) {
      String before = lastId;
      String reason = connection();
      if (!begun) {
        throw new CommandFailedException(reason + ", before the first event. Ask again.");
      }
      if (!away) {
        listener.lost(reason);
        away = true;
      }
      waitMs = lastId.equals(before) ? waitMs : FIRST_WAIT_MS;
      TimeUnit.MILLISECONDS.sleep(waitMs);
      waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs);
    }
  }

  /** One connection from its beginning to its end; why it ended. */
  private String connection() throws InterruptedException {
    try (InputStream body = client.events(parameters, lastId)) {
      return read(body);
    } catch (ApiRefusal e) {
      if (!begun || e.isFinal()) {
        throw e;
      }
      return String.valueOf(e.getMessage());
    } catch (CommandFailedException e) {
      if (!begun) {
        throw e;
      }
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      return "the connection to the API could not be closed: " + e.getMessage();
    }
  }

  /** Reads until the connection ends; why it did. */
  private String read(InputStream body) throws InterruptedException {
    BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_WAITING);
    Thread reader = new Thread(() -> parse(body, events), "events");
    reader.setDaemon(true);
    reader.start();
    try {
      Event first = events.poll(SETTLED.toMillis(), TimeUnit.MILLISECONDS);
      for (Event event = first; ; event = null) {
        if (event == null) {
          settled();
          event = events.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (event == null) {
          return "the API said nothing for %d s".formatted(silence.toSeconds());
        }
        Optional<String> end = take(event);
        if (end.isPresent()) {
          return end.get();
        }
      }
    } finally {
      reader.interrupt();
    }
  }

  /** A server that takes the connection only to end it is not back. */
  private void settled() {
    if (away) {
      listener.back();
      away = false;
    }
  }

  /** Why this is the last event, if it is. */
  private Optional<String> take(Event event) throws InterruptedException {
    switch (event.name()) {
      case Event.END -> {
        return Optional.of("the connection to the API ended");
      }
      case "dropped" -> {
        return Optional.of("the API ended the connection: " + reason(event.data()));
      }
      case "hello", "gap" -> {
        listener.begins();
        begun = true;
      }
      case "alert" -> alert(event.data());
      default -> {}
    }
    if (!event.id().isEmpty()) {
      lastId = event.id();
    }
    return Optional.empty();
  }

  private void alert(String data) {
    try {
      listener.alert(AlertFeed.decode(mapper.readTree(data)));
    } catch (JsonProcessingException e) {
      throw new CommandFailedException("the API sent an alert that is no JSON", e);
    }
  }

  private String reason(String data) {
    try {
      return mapper.readTree(data).path("reason").asText("no reason given");
    } catch (JsonProcessingException e) {
      return "no reason given";
    }
  }

  private static void parse(InputStream body, BlockingQueue<Event> events) {
    try {
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
        readEvents(lines, events::put);
      } catch (IOException e) {
        // The end below tells it.
      }
      events.put(new Event("", Event.END, ""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Sink {
    void put(Event event) throws InterruptedException;
  }

  private static void readEvents(BufferedReader lines, Sink sink)
      throws IOException, InterruptedException {
    String id = "";
    String name = "message";
    List<String> data = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          sink.put(new Event(id, name, String.join("\n", data)));
        }
        id = "";
        name = "message";
        data.clear();
      } else {
        switch (field) {
          case "id" -> id = value;
          case "event" -> name = value;
          case "data" -> data.add(value);
          default -> {}
        }
      }
    }
  }
}
