package dev.socketfleet.streams.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the answer is a documented one of a bounded size, and the API goes on. */
class HttpFuzzIT {

  private static final long SEED = 20261125;
  private static final int REQUESTS = 4_000;
  private static final int MAX_ANSWER = 2_000_000;
  private static final Set<Integer> DOCUMENTED =
      Set.of(200, 304, 400, 404, 405, 406, 413, 414, 421, 431, 505);
  private static final List<String> ROUTES =
      List.of(
          "/",
          "/metrics",
          "/openapi.json",
          "/health/live",
          "/health/ready",
          "/api/v1/hosts",
          "/api/v1/hosts/web-17",
          "/api/v1/hosts/web-17/series",
          "/api/v1/fleet/endpoints",
          "/api/v1/fleet/series",
          "/api/v1/top",
          "/api/v1/alerts",
          "/api/v1/alerts/x",
          "/api/v1/alerts/history",
          "/api/v1/rules",
          "/api/v1/states",
          "/internal/v1/hosts",
          "/internal/v1/top",
          "/nothing",
          "/api/v1/hosts/%3Cscript%3E",
          "/api/v1/hosts/%2e%2e");
  private static final List<String> NAMES =
      List.of(
          "state",
          "role",
          "port",
          "label",
          "status",
          "severity",
          "host",
          "limit",
          "next",
          "from",
          "to",
          "step",
          "metric",
          "netns",
          "owner",
          "by",
          "partitions",
          "types",
          "x",
          "%",
          "%00");
  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "-1",
          "1",
          "443",
          "99999999999999999999",
          "-9999999999d",
          "close_wait",
          "server",
          "host",
          "firing",
          "up",
          "%",
          "%zz",
          "%c3%28",
          "%ff",
          "%00",
          "a%0d%0aX:y",
          "=1+1",
          "now",
          "-15m",
          "1970-01-01T00:00:00Z",
          "+1000000000-12-31T00:00:00Z",
          "15m",
          "0s",
          "9223372036854775807d",
          "tcp:x",
          "listen_queued",
          "a:b",
          ":",
          ",,,",
          "AQEAAQA",
          "../..",
          "%F0%9F%92%A9");
  private static final List<String> METHODS =
      List.of(
          "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW",
          "get");
  private static final List<String> HEADERS =
      List.of(
          "Accept: text/csv",
          "Accept: nothing",
          "Accept: ;;;,q=",
          "Accept-Encoding: gzip",
          "Content-Length: 5",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: x",
          "If-None-Match: *",
          "If-None-Match: W/\"x\", ,",
          "Socketfleet-Forwarded: owner",
          "Socketfleet-Forwarded: x",
          "Expect: 100-continue",
          "Range: bytes=0-1",
          "Upgrade: websocket",
          "Authorization: Basic x",
          "X: " + "y".repeat(9_000),
          "Host: evil.example",
          "Bad Header",
          "Cookie: a=b; c",
          "Last-Event-ID: x",
          "Connection: Upgrade, HTTP2-Settings");

  private final ObjectMapper mapper = new ObjectMapper();
  private final Random random = new Random(SEED);
  private final ApiServer server = SampleApi.server(HttpSettings.loopback(0));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String request() {
    StringBuilder target = new StringBuilder(any(ROUTES));
    char separator = '?';
    for (int i = random.nextInt(5); i > 0; i--) {
      String value = random.nextInt(40) == 0 ? "z".repeat(9_000) : any(VALUES);
      target.append(separator).append(any(NAMES)).append('=').append(value);
      separator = '&';
    }
    StringBuilder text = new StringBuilder(any(METHODS)).append(' ').append(target);
    text.append(random.nextInt(50) == 0 ? " HTTP/9.9" : " HTTP/1.1")
        .append("\r\nHost: localhost\r\n");
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append(any(HEADERS)).append("\r\n");
    }
    return text.append("Connection: close\r\n\r\n").toString();
  }

  @Test
  void everyRequestGetsADocumentedAnswer() throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      String request = request();
      check(request, send(request.getBytes(StandardCharsets.ISO_8859_1)));
    }
    assertThat(status(send(get("/api/v1/hosts").getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(200);
  }

  @Test
  void whatIsNoRequestIsRefusedOrCutOff() throws Exception {
    for (int i = 0; i < 300; i++) {
      byte[] garbage = new byte[1 + random.nextInt(400)];
      random.nextBytes(garbage);
      byte[] ended = new byte[garbage.length + 4];
      System.arraycopy(garbage, 0, ended, 0, garbage.length);
      System.arraycopy("\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, ended, garbage.length, 4);
      String answer = send(ended);
      if (!answer.isEmpty()) {
        check("garbage", answer);
      }
    }
    assertThat(status(send(get("/api/v1/hosts").getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(200);
  }

  @Test
  void slowClientsKeepNobodyElseWaiting() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        String begun = i % 2 == 0 ? "GET /api/v1/ho" : get("/api/v1/states");
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      }
      long start = System.nanoTime();
      assertThat(status(send(get("/health/live").getBytes(StandardCharsets.US_ASCII))))
          .isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  private void check(String request, String answer) throws IOException {
    String as = request + "\n-->\n" + answer.substring(0, Math.min(600, answer.length()));
    int status = status(answer);
    assertThat(DOCUMENTED).as(as).contains(status);
    assertThat(answer.length()).as(as).isLessThan(MAX_ANSWER);
    assertThat(answer).as(as).doesNotContain("\tat ", "Exception", "jetty", "Jetty");
    int body = answer.indexOf("\r\n\r\n") + 4;
    if (status >= 400 && body < answer.length()) {
      String text = answer.substring(body);
      JsonNode error =
          mapper.readTree(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1));
      assertThat(error.fieldNames()).toIterable().as(as).containsExactly("code", "message", "hint");
    }
  }

  private static int status(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }

  private String send(byte[] request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(35_000);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      byte[] part = new byte[8_192];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        answer.write(part, 0, n);
      }
    } catch (SocketException e) {
      // Closed on what was still being sent; what came before counts.
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
