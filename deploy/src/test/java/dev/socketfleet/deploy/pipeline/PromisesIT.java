package dev.socketfleet.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.collector.CollectorApp;
import dev.socketfleet.collector.CollectorConfig;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README promises, seen from outside: topics and HTTP only, with arithmetic of its own.
 */
class PromisesIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BAD_RECORDS = 1_000;

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static StreamsApp streams;

  @BeforeAll
  static void startThePipeline() throws Exception {
    broker = new EmbeddedBroker(folder.resolve("kafka"), freePort());
    broker.start(SOON);
    try (Admin admin = Admin.create(client())) {
      new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
    }
    streams =
        new StreamsApp(
            StreamsConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "http.port",
                    "0",
                    "num.standby.replicas",
                    "0",
                    "state.dir",
                    folder.resolve("state").toString())),
            Clock.systemUTC());
    streams.start();
    await().atMost(SOON).until(streams::isReady);
  }

  @AfterAll
  static void stopThePipeline() {
    if (streams != null) {
      streams.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void seriesEqualWhatAPlainConsumerComputes() throws Exception {
    try (ServerSocket listener = new ServerSocket(0)) {
      try (CollectorApp collector = new CollectorApp(collectorConfig(), Clock.systemUTC())) {
        collector.start();
        await().atMost(SOON).until(() -> snapshotsOf("real-host").size() > 15);
      }
      String path =
          "/api/v1/hosts/real-host/series?role=server&port=%d&state=listen&from=-10m"
              .formatted(listener.getLocalPort());
      Map<String, String> expected =
          PlainWindows.of(snapshotsOf("real-host"), listener.getLocalPort(), "listen");
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(PlainWindows.of(get(path))).isEqualTo(expected));
    }
  }

  @Test
  void badInputIsSetAsideAndEveryGoodSnapshotIsCounted() throws Exception {
    Random random = new Random(42);
    int good = 0;
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < BAD_RECORDS; i++) {
        bad(producer, i, random);
        if (i % 10 == 0) {
          send(
              producer,
              "good-" + i % 3,
              snapshot("good-" + i % 3, good++, System.currentTimeMillis()),
              0);
        }
      }
      producer.flush();
    }
    int sent = good;
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(deadLetters()).hasSize(BAD_RECORDS);
              assertThat(samples("good-0") + samples("good-1") + samples("good-2")).isEqualTo(sent);
            });
    for (ConsumerRecord<byte[], byte[]> letter : deadLetters()) {
      assertThat(header(letter, "socketfleet.reason")).matches("[a-z_]+");
      assertThat(header(letter, "socketfleet.detail")).isNotEmpty().doesNotContain("\u001b");
      assertThat(header(letter, "socketfleet.source")).matches("socketfleet\\.snapshots-\\d+-\\d+");
    }
    assertThat(streams.isReady()).isTrue();
  }

  @Test
  void wrongClocksAndRepeatsHurtNobodyElseAndAreNamed() throws Exception {
    long now = System.currentTimeMillis();
    long day = Duration.ofDays(1).toMillis();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int seq = 0; seq < 20; seq++) {
        send(producer, "ahead", snapshot("ahead", seq, now + day + seq), now + day + seq);
        send(producer, "behind", snapshot("behind", seq, now - day + seq), now - day + seq);
        for (int twice = 0; twice < 2; twice++) {
          send(producer, "twice", snapshot("twice", seq, now + seq), now + seq);
        }
        send(producer, "sane", snapshot("sane", seq, now + seq), now + seq);
      }
      producer.flush();
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              for (String host : List.of("ahead", "behind", "twice", "sane")) {
                assertThat(samples(host)).as(host).isEqualTo(20);
              }
              assertThat(host("ahead").path("skewMs").asLong()).isLessThan(-day + 600_000);
              assertThat(host("behind").path("skewMs").asLong()).isGreaterThan(day - 600_000);
              assertThat(host("twice").path("duplicates").asLong()).isEqualTo(20);
              assertThat(host("sane").has("skewMs")).isFalse();
            });
  }

  private static void bad(KafkaProducer<byte[], byte[]> producer, int i, Random random) {
    byte[] snapshot = snapshot("bad", i, System.currentTimeMillis());
    byte[] key = utf8("bad");
    byte[] value =
        switch (i % 10) {
          case 0 -> utf8("no json at all \u001b[2J");
          case 1 -> Arrays.copyOf(snapshot, 1 + random.nextInt(snapshot.length - 2));
          case 2 -> utf8("{\"schema\":\"socketfleet.snapshot/9\"}");
          case 3 -> utf8("[".repeat(10_000));
          case 4 -> utf8(text(snapshot).replace("\"seq\":" + i, "\"seq\":9223372036854775808"));
          case 5 -> utf8(text(snapshot).replace("\"port\":443", "\"port\":70000"));
          case 6 -> utf8(text(snapshot).replace("\"close_wait\":7", "\"close_wait\":-7"));
          case 7 -> i % 100 == 7 ? new byte[950_000] : utf8("{}");
          case 8 -> utf8(text(snapshot).replace("\"host\":\"bad\"", "\"host\":\"other\""));
          default -> utf8(text(snapshot).replace("\"host\":\"bad\"", "\"host\":\"\\u001b]0;x\""));
        };
    var unused =
        producer.send(
            new ProducerRecord<>("socketfleet.snapshots", key, value), PromisesIT::require);
  }

  private static void require(@Nullable Object metadata, @Nullable Exception failure) {
    if (failure != null) {
      throw new IllegalStateException("a record of the test did not get out", failure);
    }
  }

  private static byte[] snapshot(String host, long seq, long capturedAtMs) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schema", "socketfleet.snapshot/1").put("host", host).put("boot", "b1");
    json.put("seq", seq).put("capturedAtMs", capturedAtMs).put("intervalMs", 2_000);
    json.put("complete", true);
    ObjectNode group = json.putArray("groups").addObject();
    group.put("netns", "host").put("role", "server").put("port", 443);
    group.putObject("owner").put("kind", "none").put("name", "");
    group.putObject("counts").put("close_wait", 7);
    return utf8(json.toString());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String host, byte[] value, long sentAtMs) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("socketfleet.snapshots", utf8(host), value);
    if (sentAtMs != 0) {
      record.headers().add("sentAtMs", utf8(Long.toString(sentAtMs)));
    }
    var unused = producer.send(record, PromisesIT::require);
  }

  private static long samples(String host) throws Exception {
    long samples = 0;
    JsonNode series =
        get("/api/v1/hosts/" + host + "/series?role=server&port=443&state=close_wait&from=-30m");
    for (JsonNode point : series.path("points")) {
      assertThat(point.path("min").asLong()).isEqualTo(7);
      assertThat(point.path("max").asLong()).isEqualTo(7);
      samples += point.path("samples").asLong();
    }
    return samples;
  }

  private static JsonNode host(String id) throws Exception {
    for (JsonNode host : get("/api/v1/hosts").path("items")) {
      if (host.path("host").asText().equals(id)) {
        return host;
      }
    }
    return JSON.missingNode();
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + streams.port() + path))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body());
  }

  private static List<JsonNode> snapshotsOf(String host) {
    return WholeTopic.json(
        WholeTopic.records(broker.bootstrapServers(), "socketfleet.snapshots").stream()
            .filter(record -> text(record.key()).equals(host)));
  }

  private static List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return read("socketfleet.dead-letters");
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return WholeTopic.records(broker.bootstrapServers(), topic);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : text(header.value());
  }

  private static CollectorConfig collectorConfig() {
    return CollectorConfig.load(
        Optional.empty(),
        Map.of(),
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "host.id", "real-host",
            "interval", "500ms",
            "phase", "false"));
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
