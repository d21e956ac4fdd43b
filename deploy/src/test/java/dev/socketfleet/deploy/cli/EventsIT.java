package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that was cut off goes on at another instance, and nothing is missing. */
@Timeout(180)
class EventsIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Topics TOPICS = Topics.withDefaultPrefix();

  private final Instant now = Instant.parse("2026-11-25T08:00:00Z");
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void aClientGoesOnWhereItWasAtAnotherInstance() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(SOON);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        new TopicAdmin(admin).create(TOPICS.specs(TopicSizing.singleNode()));
      }
      try (StreamsApp one = start(broker, "one");
          StreamsApp two = start(broker, "two");
          KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(
                  Map.of("bootstrap.servers", broker.bootstrapServers()),
                  new ByteArraySerializer(),
                  new ByteArraySerializer())) {
        String last;
        try (Client client = new Client(one, "types=alerts&host=web-17", "")) {
          assertThat(client.next().event()).isEqualTo("hello");
          send(producer, 1);
          send(producer, 2);
          assertThat(client.next().data()).contains("\"revision\":1");
          Event second = client.next();
          assertThat(second.data()).contains("\"revision\":2");
          last = second.id();
        }
        for (int revision = 3; revision <= 40; revision++) {
          send(producer, revision);
        }
        try (Client client = new Client(two, "types=alerts", last)) {
          for (int revision = 3; revision <= 40; revision++) {
            assertThat(client.next().data()).contains("\"revision\":" + revision + ",");
          }
          send(producer, 41);
          assertThat(client.next().data()).contains("\"revision\":41,");
        }
        assertHistory(two);
      }
    }
  }

  /** The same transitions, in pages. */
  private void assertHistory(StreamsApp app) throws Exception {
    List<String> seen = new ArrayList<>();
    ApiClient client = new ApiClient(app.url(), Optional.empty(), Optional.empty());
    client
        .list(
            "/api/v1/alerts/history",
            Map.of("host", "web-17", "from", "2026-11-25T07:00:00Z", "to", "2026-11-25T09:00:00Z"),
            0)
        .path("items")
        .forEach(item -> seen.add(item.path("revision").asText()));
    assertThat(seen).hasSize(41).startsWith("1", "2", "3").endsWith("41");
    assertThat(
            client
                .get(
                    "/api/v1/alerts/history",
                    Map.of("from", "2026-11-25T08:00:10Z", "to", "2026-11-25T08:00:20Z"))
                .path("items"))
        .hasSize(10);
  }

  private StreamsApp start(EmbeddedBroker broker, String name) {
    StreamsApp app =
        new StreamsApp(
            StreamsConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "http.port",
                    "0",
                    "state.dir",
                    folder.resolve(name).toString())),
            Clock.systemUTC());
    app.start();
    await().atMost(SOON).until(app::isReady);
    return app;
  }

  private void send(KafkaProducer<byte[], byte[]> producer, long revision) throws Exception {
    Alert alert =
        SampleFleet.alert(AlertStatus.FIRING, revision, now.plusSeconds(revision), "fits");
    producer
        .send(
            new ProducerRecord<>(
                TOPICS.alertEvents(),
                null,
                alert.updatedAt().toEpochMilli(),
                alert.id().getBytes(StandardCharsets.UTF_8),
                AlertCodec.encode(alert)))
        .get();
  }

  private record Event(String id, String event, String data) {}

  private final class Client implements AutoCloseable {

    private final BufferedReader lines;

    Client(StreamsApp app, String query, String lastId) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(app.url() + "/api/v1/events?" + query));
      if (!lastId.isEmpty()) {
        request.header("Last-Event-ID", lastId);
      }
      HttpResponse<java.io.InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    Event next() throws IOException {
      String id = "";
      String event = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          return new Event(id, event, data);
        }
        int colon = line.indexOf(": ");
        switch (line.substring(0, colon)) {
          case "id" -> id = line.substring(colon + 2);
          case "event" -> event = line.substring(colon + 2);
          default -> data = line.substring(colon + 2);
        }
      }
      throw new IOException("the stream ended");
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
