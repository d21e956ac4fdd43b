package dev.socketfleet.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.http.AccessRole;
import dev.socketfleet.streams.http.AccessToken;
import dev.socketfleet.streams.http.TlsFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances with TLS and tokens trust each other, and an instance without a token learns little.
 */
@Timeout(180)
class SecuredInstancesIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> HOSTS =
      IntStream.range(0, 20).mapToObj(it -> "web-" + it).sorted().toList();

  private final ObjectMapper json = new ObjectMapper();
  private final AccessToken.Created reader = AccessToken.create("reader", AccessRole.READ);
  private final AccessToken.Created peer = AccessToken.create("peer", AccessRole.READ);

  @TempDir private Path folder;

  @Test
  void askEachOtherWithATokenOverTls() throws Exception {
    prepare();
    HttpClient client =
        HttpClient.newBuilder().sslContext(TlsFiles.trusting(file("trust.crt"))).build();
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(SOON);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
      }
      PrometheusIT.publish(broker.bootstrapServers(), HOSTS);
      try (StreamsApp one = start(broker, "one", "peer");
          StreamsApp two = start(broker, "two", "stranger")) {
        await()
            .atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(() -> assertWhole(get(client, one, "/api/v1/hosts")));
        for (String host : HOSTS) {
          JsonNode answer = get(client, one, "/api/v1/hosts/" + host);
          assertThat(answer.path("partial").asBoolean(true)).as(answer.toString()).isFalse();
        }
        assertThat(
                client.send(request(one, "/metrics"), HttpResponse.BodyHandlers.ofString()).body())
            .containsPattern("socketfleet_http_forwarded_total\\{outcome=\"answered\"} [1-9]");

        JsonNode stranger = get(client, two, "/api/v1/hosts");
        assertThat(stranger.path("partial").asBoolean()).isTrue();
        assertThat(stranger.path("missingInstances").get(0).asText())
            .isEqualTo("127.0.0.1:" + one.port());
        assertThat(stranger.path("missingPartitions")).isNotEmpty();

        assertThat(hostsOfCommand(one)).containsExactlyElementsOf(HOSTS);
      }
    }
  }

  private static void assertWhole(JsonNode list) {
    assertThat(list.path("partial").asBoolean(true)).as(list.toString()).isFalse();
    assertThat(list.findValuesAsText("host")).containsExactlyElementsOf(HOSTS);
  }

  private HttpRequest request(StreamsApp app, String path) {
    return HttpRequest.newBuilder(URI.create(app.url() + path))
        .header("Authorization", "Bearer " + reader.secret())
        .build();
  }

  private JsonNode get(HttpClient client, StreamsApp app, String path) throws Exception {
    return json.readTree(
        client.send(request(app, path), HttpResponse.BodyHandlers.ofString()).body());
  }

  private List<String> hostsOfCommand(StreamsApp app) throws Exception {
    try (CommandProcess command =
        CommandProcess.start(
            folder,
            "hosts",
            "--json",
            "--url",
            app.url(),
            "--token-file",
            file("reader").toString(),
            "--tls-trust",
            file("trust.crt").toString())) {
      await().atMost(SOON).until(() -> !command.isAlive());
      List<String> hosts = new ArrayList<>();
      for (JsonNode name : json.readTree(command.printed()).findValues("host")) {
        hosts.add(name.asText());
      }
      return hosts;
    }
  }

  private StreamsApp start(EmbeddedBroker broker, String name, String token) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("http.port", "0");
    settings.put("http.tokens.file", file("tokens").toString());
    settings.put("http.peer.token.file", file(token).toString());
    settings.put("http.tls.keystore.file", file("key.p12").toString());
    settings.put("http.tls.keystore.password.file", file("password").toString());
    settings.put("http.tls.trust.file", file("trust.crt").toString());
    settings.put("num.standby.replicas", "0");
    settings.put("state.dir", folder.resolve(name).toString());
    StreamsApp app =
        new StreamsApp(StreamsConfig.load(Optional.empty(), Map.of(), settings), Clock.systemUTC());
    app.start();
    await().atMost(SOON).until(app::isReady);
    return app;
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void prepare() throws Exception {
    Files.writeString(file("tokens"), reader.line() + "\n" + peer.line() + "\n");
    Files.writeString(file("reader"), reader.secret());
    Files.writeString(file("peer"), peer.secret());
    Files.writeString(file("stranger"), "sft_unknown");
    Files.writeString(file("password"), "changeit");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-storetype",
        "PKCS12");
    keytool("-exportcert", "-rfc", "-file", file("trust.crt").toString());
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-alias", "k", "-keystore", file("key.p12").toString(), "-storepass", "changeit"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(file("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(file("keytool.log"))).isZero();
  }
}
