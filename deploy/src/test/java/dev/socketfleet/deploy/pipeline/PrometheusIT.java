package dev.socketfleet.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.http.AccessRole;
import dev.socketfleet.streams.http.AccessToken;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes with a token of its own and has the counts that the API has. */
@Timeout(180)
class PrometheusIT {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> HOSTS = List.of("web-1", "web-2", "db-1");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AccessToken.Created reader = AccessToken.create("test", AccessRole.READ);
  private final AccessToken.Created scraper = AccessToken.create("prometheus", AccessRole.METRICS);

  @TempDir private Path folder;

  @Test
  void itsCountsAreThoseOfTheApi() throws Exception {
    assumeTrue(
        Files.isExecutable(PROMETHEUS),
        "Skipped: no /usr/bin/prometheus. Install it with: apt-get install prometheus");
    Files.writeString(folder.resolve("tokens"), reader.line() + "\n" + scraper.line() + "\n");
    Files.writeString(folder.resolve("scraper"), scraper.secret());
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(SOON);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
      }
      publish(broker.bootstrapServers(), HOSTS);
      try (StreamsApp app = new StreamsApp(config(broker), Clock.systemUTC())) {
        app.start();
        await().atMost(SOON).until(app::isReady);
        compare(app);
      }
    }
  }

  private StreamsConfig config(EmbeddedBroker broker) {
    return StreamsConfig.load(
        Optional.empty(),
        Map.of(),
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "http.port",
            "0",
            "http.tokens.file",
            folder.resolve("tokens").toString(),
            "metrics.sockets.hosts",
            "web-*",
            "state.dir",
            folder.resolve("state").toString()));
  }

  private void compare(StreamsApp app) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        scrape_configs:
          - job_name: socketfleet
            scrape_interval: 1s
            authorization: {credentials_file: %s}
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
            .formatted(folder.resolve("scraper"), app.port()));
    Process prometheus =
        new ProcessBuilder(
                PROMETHEUS.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    try {
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                Map<String, Long> expected = expected(app);
                assertThat(expected).hasSize(2 * 3);
                assertThat(scraped(port)).isEqualTo(expected);
              });
    } finally {
      prometheus.destroy();
      assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Map<String, Long> expected(StreamsApp app) throws Exception {
    Map<String, Long> counts = new TreeMap<>();
    for (String host : List.of("web-1", "web-2")) {
      for (JsonNode endpoint : get(app.url() + "/api/v1/hosts/" + host).path("endpoints")) {
        for (Map.Entry<String, JsonNode> state : endpoint.path("counts").properties()) {
          String key =
              "%s %s %s %s"
                  .formatted(
                      host,
                      endpoint.path("role").asText(),
                      endpoint.path("port").asText(),
                      state.getKey());
          counts.put(key, state.getValue().asLong());
        }
      }
    }
    return counts;
  }

  private Map<String, Long> scraped(int port) throws Exception {
    String query = URLEncoder.encode("socketfleet_sockets", StandardCharsets.UTF_8);
    Map<String, Long> counts = new TreeMap<>();
    JsonNode answer = get("http://127.0.0.1:" + port + "/api/v1/query?query=" + query);
    for (JsonNode series : answer.path("data").path("result")) {
      JsonNode labels = series.path("metric");
      counts.put(
          "%s %s %s %s"
              .formatted(
                  labels.path("host").asText(),
                  labels.path("role").asText(),
                  labels.path("port").asText(),
                  labels.path("state").asText()),
          Long.valueOf(series.path("value").get(1).asText()));
    }
    return counts;
  }

  private JsonNode get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + reader.secret())
            .build();
    return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** One snapshot of each host. */
  static void publish(String servers, List<String> hosts) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String host : hosts) {
        Instant now = Instant.now();
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                Topics.withDefaultPrefix().snapshots(),
                host.getBytes(StandardCharsets.UTF_8),
                SnapshotCodec.encode(snapshot(host, now)));
        record
            .headers()
            .add("sentAtMs", Long.toString(now.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
      }
    }
  }

  /** Rare enough that no host turns silent during the test. */
  private static Snapshot snapshot(String host, Instant now) {
    Owner nginx = new Owner(OwnerKind.UNIT, "nginx.service");
    Endpoint https = new Endpoint(Role.SERVER, 443);
    Endpoint database = new Endpoint(Role.CLIENT, 5432);
    return new Snapshot(
        host,
        Map.of(),
        "Linux",
        "boot",
        1,
        now,
        Duration.ofMinutes(30),
        "test",
        true,
        List.of(),
        List.of(
            Group.of("host", https, nginx, StateCounts.of(SocketState.ESTABLISHED, 40)),
            Group.of("box", https, nginx, StateCounts.of(SocketState.CLOSE_WAIT, 3)),
            Group.of("host", database, nginx, StateCounts.of(SocketState.TIME_WAIT, 7))),
        List.of(),
        new CollectorHealth("test", 1, 1, 0));
  }
}
