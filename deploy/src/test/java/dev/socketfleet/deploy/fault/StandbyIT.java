package dev.socketfleet.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances with the default settings lose one: the other answers for all hosts. */
@Tag("fault")
@Timeout(240)
class StandbyIT {

  private static final List<String> HOSTS =
      IntStream.range(0, Feed.HOSTS).mapToObj(host -> "host-" + host).toList();

  private static final Duration WITHOUT_ANSWER = Duration.ofSeconds(5);
  private static final Duration NEW_OWNER_WITHIN = Duration.ofSeconds(60);

  /** An answer from a copy that is older cannot be the owner's. */
  private static final long FRESH_MS = 3_000;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void theSurvivorAnswersForEveryHostAndTakesAllOver() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(Outcome.SOON);
      String servers = broker.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
      }
      Outcome outcome = new Outcome(servers);
      try (Instances two = new Instances(folder, servers, List.of())) {
        try (Feed feed = new Feed(servers)) {
          two.start("a");
          two.start("b");
          await()
              .atMost(Outcome.SOON)
              .until(() -> allFresh(two.url("a")) && allFresh(two.url("b")));
          two.kill("b");
          assertAnswersGoOn(two.url("a"));
          assertThat(outcome.transitions()).isEmpty();
          assertThat(feed.isAlive()).isTrue();
        }
        outcome.assertWindows();
      }
    }
  }

  private void assertAnswersGoOn(String url) throws Exception {
    Instant killed = Instant.now();
    Map<String, Instant> answered = new TreeMap<>();
    long longestMs = 0;
    long oldestMs = 0;
    boolean taken = false;
    while (!taken) {
      assertThat(Duration.between(killed, Instant.now())).isLessThan(NEW_OWNER_WITHIN);
      TimeUnit.MILLISECONDS.sleep(200);
      boolean allFresh = true;
      for (String host : HOSTS) {
        OptionalLong staleMs = staleMs(url, host);
        Instant now = Instant.now();
        Instant before = answered.getOrDefault(host, killed);
        longestMs = Math.max(longestMs, Duration.between(before, now).toMillis());
        if (staleMs.isPresent()) {
          answered.put(host, now);
          oldestMs = Math.max(oldestMs, staleMs.getAsLong());
        }
        allFresh &= staleMs.isPresent() && staleMs.getAsLong() < FRESH_MS;
      }
      // While nobody knows of the loss, the last that the standbys heard is still fresh.
      taken = allFresh && oldestMs > FRESH_MS;
    }
    System.out.printf(
        "Longest without an answer %d ms, oldest answer %d ms, new owner after %d ms%n",
        longestMs, oldestMs, Duration.between(killed, Instant.now()).toMillis());
    assertThat(longestMs).isLessThan(WITHOUT_ANSWER.toMillis());
  }

  private boolean allFresh(String url) throws IOException, InterruptedException {
    for (String host : HOSTS) {
      OptionalLong staleMs = staleMs(url, host);
      if (staleMs.isEmpty() || staleMs.getAsLong() > FRESH_MS) {
        return false;
      }
    }
    return true;
  }

  /** How old the answer for a host is; empty when there was none in time. */
  private OptionalLong staleMs(String url, String host) throws IOException, InterruptedException {
    URI uri =
        URI.create(url + "/api/v1/hosts/" + host + "/series?state=established&from=-2m&to=now");
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri).timeout(WITHOUT_ANSWER).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      return OptionalLong.empty();
    }
    assertThat(json.readTree(answer.body()).path("points")).as(answer.body()).isNotEmpty();
    return OptionalLong.of(json.readTree(answer.body()).path("staleMs").asLong());
  }
}
