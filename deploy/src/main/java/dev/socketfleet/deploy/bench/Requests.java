package dev.socketfleet.deploy.bench;

import dev.socketfleet.deploy.bench.RequestBench.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests at a steady rate, however long the answers take: how long one took counts from the
 * moment at which it was due, so that a server that stops for a while shows it.
 */
final class Requests {

  private static final int CLIENTS = 32;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final int perSecond;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Requests(int perSecond) {
    this.perSecond = perSecond;
  }

  /** What to ask. */
  interface Questions {
    URI of(long number);
  }

  /**
   * A request that was sent.
   *
   * @param failed without an answer of 200 within 10 s
   */
  record Result(Kind kind, double millis, boolean failed) {}

  /** Asks for so long, and waits for the last answers. */
  List<Result> send(Duration length, Questions questions) throws InterruptedException {
    Queue<Result> results = new ConcurrentLinkedQueue<>();
    AtomicLong next = new AtomicLong();
    long count = length.toMillis() * perSecond / 1_000;
    long start = System.nanoTime();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread one =
          new Thread(
              () -> {
                for (long number; (number = next.getAndIncrement()) < count; ) {
                  long due = start + number * 1_000_000_000L / perSecond;
                  if (!sleepUntil(due)) {
                    return;
                  }
                  boolean answered = isAnswered(questions.of(number));
                  double millis = (System.nanoTime() - due) / 1e6;
                  results.add(new Result(Kind.of(number), millis, !answered));
                }
              },
              "client-" + i);
      clients.add(one);
      one.start();
    }
    for (Thread one : clients) {
      one.join();
    }
    return List.copyOf(results);
  }

  private static boolean sleepUntil(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isAnswered(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
