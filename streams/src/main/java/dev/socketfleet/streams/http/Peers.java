package dev.socketfleet.streams.http;

import dev.socketfleet.streams.query.StoresUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other instances, asked over HTTP on connections that are kept. One that cannot be reached is
 * not asked again for a second, so that its absence costs one deadline a second and not one a
 * request. Safe for any thread.
 */
final class Peers {

  /** For the connection. A network in which this is too short has worse problems. */
  static final Duration CONNECT = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(Peers.class);

  /** For one answer. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private static final int MAX_WAITING = 40;
  private static final Duration AWAY = Duration.ofSeconds(1);

  private final String scheme;
  private final Supplier<HttpClient> http;
  private final Supplier<Optional<String>> token;
  private final Counter answered;
  private final Counter failed;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final Map<String, Deadline> away = new ConcurrentHashMap<>();
  private final Map<String, String> failing = new ConcurrentHashMap<>();

  /**
   * The peers of one instance.
   *
   * @param scheme of their URLs, the same for all
   * @param http made by {@link #client} or with more trust
   * @param token to authenticate with, where they ask for one
   */
  Peers(
      String scheme,
      Supplier<HttpClient> http,
      Supplier<Optional<String>> token,
      MeterRegistry registry) {
    this.scheme = scheme;
    this.http = http;
    this.token = token;
    this.answered = counter(registry, "answered");
    this.failed = counter(registry, "failed");
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("socketfleet.http.forwarded")
        .description("Questions that this instance handed on to another one")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** A client with the settings that every one of them has. */
  static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT);
  }

  /**
   * Runs something that waits for others. Only some threads may, so that there are always others
   * that answer: two instances whose threads all waited for each other would wait for ever.
   *
   * @throws StoresUnavailableException when too many wait
   */
  <T> T waiting(Supplier<T> task) {
    if (!waiting.tryAcquire()) {
      throw new StoresUnavailableException(
          "too many requests wait for other instances", Duration.ofSeconds(1));
    }
    try {
      return task.get();
    } finally {
      waiting.release();
    }
  }

  /**
   * Asks one and waits.
   *
   * @param target path and query
   * @return what it answered; empty when it did not, or cannot at the moment
   */
  Optional<Answer> ask(String peer, String target, Forwarding forwarding, Deadline deadline) {
    CompletableFuture<Optional<Answer>> answer = begin(peer, target, forwarding);
    return await(peer, answer, deadline);
  }

  /** Asks one; {@link #await} has the answer. */
  CompletableFuture<Optional<Answer>> begin(String peer, String target, Forwarding forwarding) {
    Deadline until = away.get(peer);
    if (until != null && !until.isOver()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(URI.create(scheme + "://" + peer + target));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    request.timeout(ANSWER).header(Forwarding.HEADER, forwarding.wireName());
    token.get().ifPresent(it -> request.header("Authorization", "Bearer " + it));
    return http.get()
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(response -> read(peer, response, forwarding));
  }

  /** Waits for an answer; a late one is given up. */
  Optional<Answer> await(
      String peer, CompletableFuture<Optional<Answer>> answer, Deadline deadline) {
    try {
      return answer.get(deadline.left(ANSWER).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      // Where the deadline was short because others had used it up, the peer is not to blame.
      if (!deadline.isOver()) {
        lost(peer, e);
      }
    } catch (ExecutionException | CompletionException | CancellationException e) {
      lost(peer, e.getCause() == null ? e : e.getCause());
    }
    answer.cancel(true);
    failed.increment();
    return Optional.empty();
  }

  private Optional<Answer> read(String peer, HttpResponse<byte[]> response, Forwarding forwarding) {
    int status = response.statusCode();
    if (status != 200 && status != 400 && status != 404) {
      failed.increment();
      // Not the owner, or restoring: it says so at once, and may be asked again at once.
      if (status != 503) {
        report(peer, "it answered with status " + status);
      }
      return Optional.empty();
    }
    answered.increment();
    if (failing.remove(peer) != null) {
      log.info("Instance {} answers again", peer);
    }
    return Optional.of(
        new Answer(
            status,
            response.headers().firstValue("Content-Type").orElse(Answer.JSON),
            response.body(),
            forwarding != Forwarding.OWNER,
            Map.of()));
  }

  private void lost(String peer, Throwable cause) {
    away.put(peer, Deadline.in(AWAY));
    report(
        peer,
        cause instanceof ConnectException
            ? "no connection"
            : cause instanceof IOException ? cause.toString() : cause.getClass().getSimpleName());
  }

  private void report(String peer, String reason) {
    if (failing.put(peer, reason) == null) {
      log.warn(
          "Instance {} cannot be asked ({}); copies answer where there are some", peer, reason);
    }
  }
}
