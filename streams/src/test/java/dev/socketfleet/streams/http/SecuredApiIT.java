package dev.socketfleet.streams.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has no token reads nothing, and who listens on the way reads nothing either. */
class SecuredApiIT {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final List<String> PATHS =
      List.of(
          "/",
          "/metrics",
          "/openapi.json",
          "/api/v1/hosts",
          "/api/v1/hosts/web-17",
          "/api/v1/hosts/web-17/series?state=close_wait",
          "/api/v1/fleet/endpoints",
          "/api/v1/fleet/series?state=close_wait",
          "/api/v1/top?state=close_wait",
          "/api/v1/alerts",
          "/api/v1/alerts/history",
          "/api/v1/alerts/x",
          "/api/v1/rules",
          "/api/v1/states",
          "/api/v1/events",
          "/internal/v1/hosts?partitions=0",
          "/internal/v1/top?partitions=0&state=close_wait",
          "/nothing/here",
          "/health",
          "/health/",
          "/health/live/",
          "/health/x",
          "/health/..%2fapi/v1/hosts",
          "/health/live;x=y/../../api/v1/hosts",
          "//api/v1/hosts",
          "/dashboard",
          "/dashboard/..%2fapi/v1/hosts",
          "/dashboard/api.js;x=y/../../api/v1/hosts");

  private final AccessToken.Created reader = AccessToken.create("dashboard", AccessRole.READ);
  private final AccessToken.Created scraper = AccessToken.create("prometheus", AccessRole.METRICS);

  @TempDir private Path folder;

  private HttpClient client = HttpClient.newHttpClient();
  private ApiServer server = SampleApi.server(HttpSettings.loopback(0));

  private void start(HttpSettings settings) {
    server = SampleApi.server(settings);
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpSettings withTokens() throws IOException {
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "# of this test\n" + reader.line() + "\n" + scraper.line() + "\n");
    Path own = folder.resolve("own-token");
    Files.writeString(own, reader.secret() + "\n");
    return HttpSettings.loopback(0).withTokens(tokens, own);
  }

  private int status(String path, String... authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (authorization.length > 0) {
      request.header("Authorization", authorization[0]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void withoutATokenNothingButHealthIsReadable() throws Exception {
    start(withTokens());
    String host = "Host: localhost\r\nConnection: close\r\n\r\n";
    for (String path : PATHS) {
      for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "TRACE", "PUT")) {
        for (String header :
            List.of(
                "",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer wrong\r\n",
                "Authorization: Basic !!\r\n",
                "Authorization: Bearer " + "x".repeat(5_000) + "\r\n",
                Forwarding.HEADER + ": owner\r\n")) {
          String answer = raw(method + " " + path + " HTTP/1.1\r\n" + header + host);
          assertThat(answer.substring(0, 12))
              .as(method + " " + path + " " + header)
              .isIn("HTTP/1.1 401", "HTTP/1.1 400");
          assertThat(answer).doesNotContain("web-17\"", "close_wait", "socketfleet_up");
        }
      }
    }
    assertThat(status("/health/live")).isEqualTo(200);
    assertThat(status("/health/ready")).isEqualTo(200);
  }

  @Test
  void aBrowserAsksForATokenBeforeItGetsAnythingOfTheDashboard() throws Exception {
    start(withTokens());

    HttpResponse<String> page = get("/", "text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(page.statusCode()).isEqualTo(401);
    assertThat(page.headers().firstValue("WWW-Authenticate").orElse("")).contains("Basic realm=");
    assertThat(page.body()).doesNotContain("/dashboard/").contains("the token as the password");
    String basic = basic(reader.secret());
    for (String path : new DashboardFiles().byPath().keySet()) {
      assertThat(get(path, "*/*").statusCode()).as(path).isEqualTo(401);
      assertThat(status(path, basic)).as(path).isEqualTo(200);
    }
    assertThat(status("/", basic)).isEqualTo(200);
    assertThat(status("/", basic(scraper.secret()))).isEqualTo(403);
    assertThat(get("/api/v1/hosts", "application/json").headers().firstValue("WWW-Authenticate"))
        .as("nothing makes the browser ask beside the page")
        .contains("Bearer realm=\"socketfleet\"");
  }

  /** As a browser sends it. */
  private static String basic(String secret) {
    byte[] pair = ("any:" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path)).header("Accept", accept).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aTokenReadsWhatItsRoleMayAsBearerOrAsPassword() throws Exception {
    start(withTokens());
    assertThat(status("/api/v1/hosts", "Bearer " + reader.secret())).isEqualTo(200);
    assertThat(status("/api/v1/hosts", basic(reader.secret()))).isEqualTo(200);
    assertThat(status("/metrics", "Bearer " + scraper.secret())).isEqualTo(200);
    assertThat(status("/api/v1/hosts", "Bearer " + scraper.secret())).isEqualTo(403);
    assertThat(status("/metrics", "Bearer " + scraper.secret() + "x")).isEqualTo(401);
  }

  @Test
  void tokensChangeWithoutARestartAndABrokenFileChangesNothing() throws Exception {
    start(withTokens());
    Path tokens = folder.resolve("tokens");
    AccessToken.Created other = AccessToken.create("other", AccessRole.READ);
    Files.writeString(tokens, "no token\n");
    Files.writeString(folder.resolve("unrelated"), "");
    assertThat(status("/api/v1/hosts", "Bearer " + reader.secret())).isEqualTo(200);

    Files.writeString(tokens, other.line() + "\n");

    await().atMost(SOON).until(() -> status("/api/v1/hosts", "Bearer " + other.secret()) == 200);
    assertThat(status("/api/v1/hosts", "Bearer " + reader.secret())).isEqualTo(401);
  }

  @Test
  void aFileWithoutATokenIsAMatterOfConfiguration() throws Exception {
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "name read md5:x\n");

    assertThatThrownBy(() -> start(HttpSettings.loopback(0).withTokens(tokens, tokens)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            tokens
                + " line 1 is no token: it must be NAME read|metrics sha256:SALT:HASH. Make one"
                + " with `socketfleet streams token`.");
  }

  @Test
  void nothingThatIsShownHasASecret() {
    AccessToken token = AccessToken.parse(reader.line()).orElseThrow();

    assertThat(token.toString()).isEqualTo("dashboard read");
    assertThat(reader.line()).doesNotContain(reader.secret());
  }

  @Test
  void speaksTlsFromAKeystoreAndFromPemAndTakesANewKeyWithoutARestart() throws Exception {
    Path first = keystore("first");
    Path password = folder.resolve("password");
    Files.writeString(password, "changeit\n");
    TlsSettings fromKeystore =
        new TlsSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.of(first),
            Optional.of(password),
            Optional.empty());
    start(withTokens().withTls(fromKeystore));
    client = trusting(first);
    assertThat(server.url()).startsWith("https://");
    assertThat(status("/api/v1/hosts", "Bearer " + reader.secret())).isEqualTo(200);
    assertThat(status("/api/v1/hosts")).isEqualTo(401);
    HttpClient stranger = HttpClient.newHttpClient();
    assertThatThrownBy(
            () ->
                stranger.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/health/live")).build(),
                    HttpResponse.BodyHandlers.discarding()))
        .isInstanceOf(SSLHandshakeException.class);
    server.close();

    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    writePem(first, certificate, key);
    TlsSettings fromPem =
        new TlsSettings(
            Optional.of(certificate),
            Optional.of(key),
            Optional.empty(),
            Optional.empty(),
            Optional.of(certificate));
    start(withTokens().withTls(fromPem));
    client = trusting(first);
    assertThat(status("/health/live")).isEqualTo(200);

    Path second = keystore("second");
    writePem(second, certificate, key);

    await()
        .atMost(SOON)
        .ignoreException(SSLHandshakeException.class)
        .until(
            () -> {
              client = trusting(second);
              return status("/health/live") == 200;
            });
  }

  private HttpClient trusting(Path keystore) throws Exception {
    Path certificate = folder.resolve(keystore.getFileName() + ".crt");
    writePem(keystore, certificate, folder.resolve("unused.key"));
    return HttpClient.newBuilder().sslContext(TlsFiles.trusting(certificate)).build();
  }

  private Path keystore(String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    return file;
  }

  private static void writePem(Path keystore, Path certificate, Path key) throws Exception {
    KeyStore store = KeyStore.getInstance(keystore.toFile(), "changeit".toCharArray());
    X509Certificate of = (X509Certificate) store.getCertificate("server");
    Files.writeString(
        key, pem("PRIVATE KEY", store.getKey("server", "changeit".toCharArray()).getEncoded()));
    Files.writeString(certificate, pem("CERTIFICATE", of.getEncoded()));
  }

  private static String pem(String what, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(encoded), what);
  }
}
