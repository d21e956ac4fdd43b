package dev.socketfleet.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three instances, of which each has two thirds of the hosts as owner or standby: every one answers
 * for all, and says so where it cannot.
 */
@Tag("fault")
@Timeout(300)
class ThreeInstancesIT {

  private static final List<String> HOSTS =
      IntStream.range(0, Feed.HOSTS).mapToObj(host -> "host-" + host).toList();
  private static final List<String> NAMES = List.of("a", "b", "c");

  private static final Duration WITHOUT_ANSWER = Duration.ofSeconds(5);
  private static final Duration NEW_OWNER_WITHIN = Duration.ofSeconds(90);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void everyInstanceAnswersForTheWholeFleetAndSaysWhatIsMissing() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(Outcome.SOON);
      String servers = broker.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
      }
      try (Feed feed = new Feed(servers);
          Instances three = new Instances(folder, servers, List.of())) {
        for (String name : NAMES) {
          three.start(name);
        }
        await()
            .atMost(NEW_OWNER_WITHIN)
            .pollInterval(Duration.ofMillis(500))
            .ignoreException(IOException.class)
            .until(() -> allAnswerWhole(three));
        forwardedSome(three);
        three.kill("b");
        goOn(three);
        assertThat(feed.isAlive()).isTrue();
      }
    }
  }

  private boolean allAnswerWhole(Instances three) throws Exception {
    for (String name : NAMES) {
      if (!answersWhole(three.url(name))) {
        return false;
      }
    }
    return true;
  }

  /** Each host, both lists and the fleet: complete, and by its owner. */
  private boolean answersWhole(String url) throws Exception {
    for (String host : HOSTS) {
      if (!isWhole(get(url, "/api/v1/hosts/" + host))
          || !isWhole(get(url, "/api/v1/hosts/" + host + "/series?state=established"))) {
        return false;
      }
    }
    JsonNode hosts = get(url, "/api/v1/hosts");
    JsonNode top = get(url, "/api/v1/top?state=established&by=endpoint");
    JsonNode endpoints = get(url, "/api/v1/fleet/endpoints");
    return isWhole(hosts)
        && hosts.findValuesAsText("host").equals(HOSTS.stream().sorted().toList())
        && isWhole(top)
        && top.at("/items/0/hosts").asInt() == Feed.HOSTS
        && isWhole(endpoints)
        && endpoints.path("hosts").asInt() == Feed.HOSTS
        && isWhole(get(url, "/api/v1/fleet/series?state=established"));
  }

  private void forwardedSome(Instances three) throws Exception {
    for (String name : NAMES) {
      String metrics =
          http.send(
                  HttpRequest.newBuilder(URI.create(three.url(name) + "/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(metrics)
          .containsPattern("socketfleet_http_forwarded_total\\{outcome=\"answered\"} [1-9]");
    }
  }

  /** From the loss of one on: an answer for every host, and lists that hide nothing. */
  private void goOn(Instances three) throws Exception {
    Instant killed = Instant.now();
    Map<String, Instant> answered = new TreeMap<>();
    long longestMs = 0;
    int partial = 0;
    boolean whole = false;
    while (!whole) {
      assertThat(Duration.between(killed, Instant.now())).isLessThan(NEW_OWNER_WITHIN);
      whole = true;
      for (String name : List.of("a", "c")) {
        String url = three.url(name);
        for (String host : HOSTS) {
          JsonNode answer = get(url, "/api/v1/hosts/" + host + "/series?state=established");
          if (answer.has("points")) {
            assertThat(answer.path("points")).as(host).isNotEmpty();
            Instant before = answered.getOrDefault(name + host, killed);
            longestMs = Math.max(longestMs, Duration.between(before, Instant.now()).toMillis());
            answered.put(name + host, Instant.now());
          }
          whole &= isWhole(answer);
        }
        JsonNode list = get(url, "/api/v1/hosts");
        TreeSet<String> listed = new TreeSet<>(list.findValuesAsText("host"));
        if (isWhole(list)) {
          assertThat(listed).containsExactlyInAnyOrderElementsOf(HOSTS);
        } else if (list.has("partial")) {
          partial++;
          assertThat(listed.size() == HOSTS.size() || !list.path("missingPartitions").isEmpty())
              .as(list.toString())
              .isTrue();
        }
        whole &= isWhole(list);
      }
      // At first nobody knows of the loss, and what was read last is still fresh.
      whole &= partial > 0;
      TimeUnit.MILLISECONDS.sleep(100);
    }
    System.out.printf(
        "Longest without an answer %d ms, %d partial lists, whole again after %d ms%n",
        longestMs, partial, Duration.between(killed, Instant.now()).toMillis());
    assertThat(answered).hasSize(2 * Feed.HOSTS);
    assertThat(longestMs).isLessThan(WITHOUT_ANSWER.toMillis());
  }

  private static boolean isWhole(JsonNode answer) {
    return answer.has("partial") && !answer.path("partial").asBoolean();
  }

  private JsonNode get(String url, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(WITHOUT_ANSWER).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path + answer.body()).isIn(200, 404, 503);
    return json.readTree(answer.body());
  }
}
