package dev.socketfleet.streams.notify;

import dev.socketfleet.common.model.Quoted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/** One URL that takes JSON by POST. Every request ends within the timeout. Safe for any thread. */
final class Receiver {

  private static final int MAX_ANSWER = 300;

  private final HttpClient http;
  private final URI url;
  private final Optional<SecretFile> authorization;
  private final Duration timeout;
  private final IntPredicate refusal;

  /**
   * @param authorization what the header Authorization says
   * @param refusal the statuses by which this receiver says that it will never take a request
   */
  Receiver(
      HttpClient http,
      URI url,
      Optional<SecretFile> authorization,
      Duration timeout,
      IntPredicate refusal) {
    this.http = http;
    this.url = url;
    this.authorization = authorization;
    this.timeout = timeout;
    this.refusal = refusal;
  }

  /** Sends it; never completes exceptionally. */
  CompletableFuture<Answer> post(byte[] json, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "socketfleet")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json));
    try {
      headers.forEach(request::header);
      if (authorization.isPresent()) {
        request.header("Authorization", authorization.get().authorization());
      }
    } catch (IOException | IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          new Answer.Failed("no credentials: " + e.getMessage()));
    }
    Head head = new Head();
    CompletableFuture<HttpResponse<Void>> exchange =
        http.sendAsync(
            request.build(), HttpResponse.BodyHandlers.ofByteArrayConsumer(head::accept));
    // The client's own timeout ends with the headers; a body may trickle for ever.
    return exchange
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (response, error) -> {
              exchange.cancel(true);
              return error == null ? answer(response.statusCode(), head) : failed(error);
            });
  }

  private Answer answer(int status, Head head) {
    if (status / 100 == 2) {
      return new Answer.Delivered();
    }
    return refusal.test(status)
        ? new Answer.Refused(status, head.text())
        : new Answer.Failed("HTTP " + status + (head.text().isEmpty() ? "" : ": " + head.text()));
  }

  private Answer failed(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof ConnectException) {
      return new Answer.Failed("no connection");
    }
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return new Answer.Failed("no answer within " + timeout.toMillis() + " ms");
    }
    return new Answer.Failed(Quoted.of(cause.toString(), MAX_ANSWER));
  }

  /** The beginning of an answer: whatever a receiver sends, no more of it is kept. */
  private static final class Head {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    synchronized void accept(Optional<byte[]> part) {
      byte[] all = part.orElse(new byte[0]);
      bytes.write(all, 0, Math.min(all.length, MAX_ANSWER - bytes.size()));
    }

    synchronized String text() {
      return Quoted.of(bytes.toString(StandardCharsets.UTF_8).strip(), MAX_ANSWER);
    }
  }
}
