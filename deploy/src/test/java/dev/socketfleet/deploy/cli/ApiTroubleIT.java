package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told when there is no answer, with what to do about it. */
class ApiTroubleIT {

  private final StringWriter err = new StringWriter();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private String url = "";
  private int status = 200;
  private String body = "";

  @TempDir private Path folder;

  ApiTroubleIT() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    url = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/",
        exchange -> {
          tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String at, String... more) {
    List<String> all = new ArrayList<>(List.of("hosts", "--url", at));
    all.addAll(Arrays.asList(more));
    return Socketfleet.run(
        new PrintWriter(new StringWriter(), true),
        new PrintWriter(err, true),
        all.toArray(String[]::new));
  }

  private void answer(int status, String code, String message, String hint) {
    this.status = status;
    this.body =
        "{\"code\":\"%s\",\"message\":\"%s\",\"hint\":\"%s\"}".formatted(code, message, hint);
  }

  private void fails(String message) {
    assertThat(run(url)).isEqualTo(1);
    assertThat(err).hasToString("socketfleet hosts: " + message + "\n");
  }

  @Test
  void aTokenIsWanted() {
    answer(401, "unauthorized", "a valid token is needed", "");
    fails(
        "the API at "
            + url
            + " answers only to those with a token. Name the file with yours with --token-file or"
            + " SOCKETFLEET_TOKEN_FILE; `socketfleet streams token` makes one.");
  }

  @Test
  void theTokenIsNotKnown() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "sf_secret\n");
    answer(401, "unauthorized", "a valid token is needed", "");
    assertThat(run(url, "--token-file", file.toString())).isEqualTo(1);
    assertThat(tokens).containsExactly("Bearer sf_secret");
    assertThat(err.toString())
        .contains("does not know the token in " + file)
        .contains("http.tokens.file")
        .doesNotContain("sf_secret");
  }

  @Test
  void theTokenMayNotReadThis() {
    answer(403, "forbidden", "a token with the role metrics does not read this", "Use read.");
    fails(
        "a token with the role metrics does not read this. Use read. Now it is the one in no file.");
  }

  @Test
  void nobodyCanAnswerNow() {
    answer(503, "unavailable", "the state is being moved or restored", "Ask again in 2 s.");
    fails(url + " cannot answer now: the state is being moved or restored. Ask again in 2 s.");
  }

  @Test
  void whatAServerSaysIsNoCommandForTheTerminal() {
    answer(404, "unknown", "no \\u001b[31m such \\u009b2J \\u202ething", "");
    fails("no ?[31m such ?2J ?thing.");
  }

  @Test
  void anotherServerAnswers() {
    for (String other : List.of("<html>", "{}", "[]", "")) {
      for (int code : List.of(200, 302, 404, 500)) {
        status = code;
        body = other;
        if (code == 200 && other.equals("{}")) {
          continue;
        }
        assertThat(run(url)).isEqualTo(1);
      }
    }
    assertThat(err.toString().lines().distinct())
        .containsExactly(
            "socketfleet hosts: what answers at " + url + " is no Socketfleet API. Check --url.");
  }

  @Test
  void theAddressIsWrong() {
    assertThat(run("http://nobody.invalid:8088")).isEqualTo(1);
    assertThat(err.toString())
        .contains("there is no host of the name in http://nobody.invalid:8088. Check --url");
  }

  @Test
  void thereIsNoTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerPlainly(plain));
      answering.start();
      assertThat(run("https://127.0.0.1:" + plain.getLocalPort())).isEqualTo(1);
      answering.join();
    }
    assertThat(err.toString()).contains("has no TLS. Use http:// in --url.");
  }

  private static void answerPlainly(ServerSocket server) {
    try (Socket client = server.accept()) {
      client
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
      client.shutdownOutput();
      client.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theFileHasNoToken() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "\n");
    assertThat(run(url, "--token-file", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("its first line is no token");
    assertThat(run(url, "--token-file", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("but it cannot be read");
  }
}
