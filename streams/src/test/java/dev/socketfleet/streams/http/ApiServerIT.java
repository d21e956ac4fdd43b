package dev.socketfleet.streams.http;

import static dev.socketfleet.streams.query.Snapshots.DATABASE;
import static dev.socketfleet.streams.query.Snapshots.HTTPS;
import static dev.socketfleet.streams.query.Snapshots.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.query.AlertHistory.Found;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.Alerts;
import dev.socketfleet.streams.query.InMemoryFleet;
import dev.socketfleet.streams.query.InMemoryHosts;
import dev.socketfleet.streams.query.NoEvents;
import dev.socketfleet.streams.query.OneInstance;
import dev.socketfleet.streams.query.RulesView;
import dev.socketfleet.streams.query.Snapshots;
import dev.socketfleet.streams.query.State;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.Judgement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiServerIT {

  private static final Instant NOW = Instant.parse("2026-11-23T08:05:00Z");
  private static final Instant MINUTE = Instant.parse("2026-11-23T08:00:00Z");

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final InMemoryHosts hosts = new InMemoryHosts();
  private final InMemoryFleet fleet = new InMemoryFleet();
  private final Map<String, Alert> alerts = new ConcurrentHashMap<>();
  private final List<Alert> past = new CopyOnWriteArrayList<>();
  private final List<String> waitingFor = new CopyOnWriteArrayList<>();
  private final ApiServer server = server(0);

  private ApiServer server(int port) {
    return new ApiServer(
        HttpSettings.loopback(port),
        new ApiServices(
            new State(hosts, fleet),
            new State(hosts, fleet),
            new State(hosts, fleet),
            hosts,
            new OneInstance(),
            new MapOfAlerts(alerts),
            question -> new Found(past, true),
            new NoEvents(),
            () -> new RulesView(RuleSet.defaults(), Map.of(), List.of()),
            StateDictionary.load(),
            EngineSettings.DEFAULT,
            new ListedHealth(waitingFor),
            () -> "socketfleet_up 1.0\n",
            new SimpleMeterRegistry(),
            Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private record MapOfAlerts(Map<String, Alert> byId) implements AlertReader {

    @Override
    public List<Alert> alerts() {
      return List.copyOf(byId.values());
    }

    @Override
    public Optional<Alert> alert(String id) {
      return Optional.ofNullable(byId.get(id));
    }
  }

  private record ListedHealth(List<String> waitingFor) implements Health {

    @Override
    public boolean isAlive() {
      return true;
    }
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    return mapper.readTree(response.body());
  }

  private JsonNode refused(int status, String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode error = mapper.readTree(response.body());
    assertThat(error.fieldNames()).toIterable().containsExactly("code", "message", "hint");
    return error;
  }

  private void web17() {
    hosts.add(
        Snapshots.of("web-17", MINUTE.plusSeconds(10))
            .labels(Map.of("dc", "eu1"))
            .group(HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, 4)
            .group(DATABASE, unit("app.service"), SocketState.ESTABLISHED, 5)
            .build());
    hosts.add(
        Snapshots.of("web-17", MINUTE.plusSeconds(20))
            .labels(Map.of("dc", "eu1"))
            .group(HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, 6)
            .build());
  }

  private void alert(Alert alert) {
    alerts.put(alert.id(), alert);
  }

  @Test
  void listsHostsWithHowTheyAre() throws Exception {
    web17();
    hosts.add(Snapshots.of("skewed-1", MINUTE).build()).silence("skewed-1");

    JsonNode body = get("/api/v1/hosts");

    assertThat(body.get("next").isNull()).isTrue();
    assertThat(body.get("partial").booleanValue()).isFalse();
    assertThat(body.get("items").findValuesAsText("host")).containsExactly("skewed-1", "web-17");
    JsonNode skewed = body.get("items").get(0);
    assertThat(skewed.get("status").textValue()).isEqualTo("silent");
    assertThat(skewed.get("skewMs").longValue()).isEqualTo(86_400_000);
    JsonNode web = body.get("items").get(1);
    assertThat(web.toString())
        .isEqualTo(
            "{\"host\":\"web-17\",\"os\":\"Linux 6.18\",\"labels\":{\"dc\":\"eu1\"},"
                + "\"lastSeen\":\"2026-11-23T08:00:20Z\",\"status\":\"up\","
                + "\"counts\":{\"close_wait\":6},\"lost\":1,\"late\":2,\"duplicates\":3,"
                + "\"incomplete\":4,\"source\":\"netlink\",\"complete\":true,"
                + "\"intervalMs\":10000,\"notes\":[],\"collector\":{\"version\":\"1.0.0\","
                + "\"captureMicros\":3100,\"rssBytes\":61000000,\"dropped\":0}}");
  }

  @Test
  void filtersAndPagesHosts() throws Exception {
    web17();
    for (String name : List.of("a", "b", "c")) {
      hosts.add(Snapshots.of(name, MINUTE).build());
    }
    hosts.silence("b");

    assertThat(get("/api/v1/hosts?label=dc:eu1").findValuesAsText("host"))
        .containsExactly("web-17");
    assertThat(get("/api/v1/hosts?status=silent").findValuesAsText("host")).containsExactly("b");
    JsonNode page = get("/api/v1/hosts?limit=3");
    assertThat(page.get("items").findValuesAsText("host")).containsExactly("a", "b", "c");
    JsonNode last = get("/api/v1/hosts?limit=3&next=" + page.get("next").textValue());
    assertThat(last.get("items").findValuesAsText("host")).containsExactly("web-17");
    assertThat(last.get("next").isNull()).isTrue();
  }

  @Test
  void showsAHostInFull() throws Exception {
    hosts.add(
        Snapshots.of("web-17", MINUTE)
            .group(
                new Group(
                    "host",
                    HTTPS,
                    unit("nginx.service"),
                    Optional.of(new OwnerProcess(812, "nginx")),
                    StateCounts.of(SocketState.CLOSE_WAIT, 3),
                    Optional.of(ListenQueue.of(2, 511)),
                    Map.of(SocketState.CLOSE_WAIT, List.of(new PeerCount("192.0.2.1", 3))),
                    Map.of(SocketState.CLOSE_WAIT, 900L)))
            .build());

    JsonNode body = get("/api/v1/hosts/web-17");

    assertThat(body.get("counts").get("close_wait").intValue()).isEqualTo(3);
    assertThat(body.get("staleMs").longValue()).isEqualTo(300_000);
    assertThat(body.get("endpoints").toString())
        .isEqualTo(
            "[{\"role\":\"server\",\"port\":443,\"counts\":{\"close_wait\":3},"
                + "\"owners\":[{\"kind\":\"unit\",\"name\":\"nginx.service\",\"pid\":812,"
                + "\"process\":\"nginx\",\"netns\":\"host\",\"counts\":{\"close_wait\":3}}],"
                + "\"listen\":{\"sockets\":1,\"queued\":2,\"limit\":511,"
                + "\"fullest\":{\"queued\":2,\"limit\":511}},"
                + "\"oldestMs\":{\"close_wait\":900},"
                + "\"peers\":{\"close_wait\":[{\"address\":\"192.0.2.1\",\"count\":3}]}}]");
  }

  @Test
  void answersASeriesInItsPinnedForm() throws Exception {
    web17();
    hosts.edit(
        "web-17",
        MINUTE,
        window -> window.judge(HTTPS, SocketState.CLOSE_WAIT, new Judgement(0.5, 100)));

    assertThat(
            get("/api/v1/hosts/web-17/series?role=server&port=443&state=close_wait&from=-10m")
                .toString())
        .isEqualTo(
            "{\"host\":\"web-17\",\"role\":\"server\",\"port\":443,\"state\":\"close_wait\","
                + "\"stepMs\":60000,\"points\":[{\"start\":\"2026-11-23T08:00:00Z\","
                + "\"end\":\"2026-11-23T08:01:00Z\",\"samples\":2,\"min\":4,\"max\":6,"
                + "\"mean\":5,\"last\":6,\"baseline\":0.5,\"threshold\":100}],"
                + "\"partial\":false,\"staleMs\":280000}");
  }

  @Test
  void understandsEverySpellingOfAState() throws Exception {
    web17();
    String series = "/api/v1/hosts/web-17/series?role=server&port=443&state=";

    assertThat(get(series + "CLOSE-WAIT").get("state").textValue()).isEqualTo("close_wait");
    assertThat(get(series + "FIN_WAIT").get("state").textValue())
        .isEqualTo("fin_wait_1,fin_wait_2");
    assertThat(refused(400, series + "CLOSE_WIAT").get("message").textValue())
        .startsWith("state was 'CLOSE_WIAT' but it must be one of")
        .endsWith("Did you mean close_wait?");
  }

  @Test
  void rangesAreHalfOpenByWindowStart() throws Exception {
    web17();
    String series = "/api/v1/hosts/web-17/series?state=close_wait";

    assertThat(get(series + "&from=2026-11-23T08:00:00Z&to=now").get("points")).hasSize(1);
    assertThat(get(series + "&from=2026-11-23T08:00:01Z&to=now").get("points")).isEmpty();
    assertThat(get(series + "&from=-1h&to=2026-11-23T08:00:00Z").get("points")).isEmpty();
    assertThat(get(series + "&from=1970-01-01T00:00:00Z").get("points")).hasSize(1);
  }

  @Test
  void refusesParametersThatCannotBe() throws Exception {
    web17();
    String series = "/api/v1/hosts/web-17/series?";

    assertThat(refused(400, series + "port=443&state=listen").get("message").textValue())
        .isEqualTo("role and port must be given together");
    assertThat(refused(400, series + "role=server&port=443").get("message").textValue())
        .isEqualTo("neither state nor metric was given");
    assertThat(refused(400, series + "stat=listen").get("hint").textValue())
        .startsWith("The nearest is state.");
    assertThat(refused(400, series + "state=listen&state=closed").get("message").textValue())
        .isEqualTo("state was given 2 times but it must be given once");
    assertThat(refused(400, series + "state=listen&step=90s").get("message").textValue())
        .isEqualTo("step was '90s' but it must be a multiple of the window size, 1m");
    assertThat(refused(400, series + "state=listen&from=now&to=-1m").get("message").textValue())
        .endsWith("but from must be before to");
    assertThat(
            refused(400, series + "state=listen&from=-5m&to=2036-01-01T00:00:00Z")
                .get("hint")
                .textValue())
        .isEqualTo("Use a longer step or a shorter range.");
    assertThat(refused(400, series + "metric=listen_queued").get("message").textValue())
        .isEqualTo("metric 'listen_queued' needs role and port");
    assertThat(
            refused(400, series + "role=server&port=99999&state=listen").get("message").textValue())
        .isEqualTo("port was '99999' but it must be an integer in 0..65535");
    assertThat(refused(400, "/api/v1/states?x=1").get("hint").textValue())
        .isEqualTo("This path has no parameters.");
  }

  @Test
  void ranksByHostEndpointAndOwner() throws Exception {
    web17();

    assertThat(get("/api/v1/top?state=close_wait").get("items").toString())
        .isEqualTo("[{\"host\":\"web-17\",\"count\":6}]");
    assertThat(get("/api/v1/top?state=close_wait&by=endpoint").get("items").toString())
        .isEqualTo(
            "[{\"role\":\"server\",\"port\":443,\"count\":6,\"hosts\":1,"
                + "\"topHost\":{\"host\":\"web-17\",\"count\":6}}]");
    assertThat(get("/api/v1/top?state=close_wait&by=owner").get("items").toString())
        .isEqualTo(
            "[{\"kind\":\"unit\",\"name\":\"nginx.service\",\"count\":6,\"hosts\":1,"
                + "\"topHost\":{\"host\":\"web-17\",\"count\":6}}]");
  }

  @Test
  void listsAlertsAsOnTheTopicFiringOnesFirst() throws Exception {
    Alert resolved = Alerts.closeWait("r", AlertStatus.RESOLVED, 3, NOW);
    Alert older = Alerts.closeWait("a", AlertStatus.FIRING, 2, NOW.minusSeconds(60));
    Alert newer = Alerts.closeWait("b", AlertStatus.FIRING, 2, NOW.minusSeconds(30));
    List.of(resolved, older, newer).forEach(this::alert);

    JsonNode body = get("/api/v1/alerts");

    assertThat(body.get("items").get(0)).isEqualTo(mapper.readTree(AlertCodec.encode(newer)));
    assertThat(hostsOf(body)).containsExactly("b", "a", "r");
    assertThat(hostsOf(get("/api/v1/alerts?status=firing"))).containsExactly("b", "a");
    assertThat(hostsOf(get("/api/v1/alerts?host=a&severity=warning&state=CloseWait")))
        .containsExactly("a");
    assertThat(hostsOf(get("/api/v1/alerts?state=listen"))).isEmpty();
    assertThat(get("/api/v1/alerts/" + older.id()))
        .isEqualTo(mapper.readTree(AlertCodec.encode(older)));
    assertThat(refused(404, "/api/v1/alerts/none").get("code").textValue())
        .isEqualTo("unknown_alert");
  }

  @Test
  void pagesAlertsWithoutGapsOrRepeats() throws Exception {
    for (int i = 0; i < 5; i++) {
      alert(Alerts.closeWait("h" + i, AlertStatus.FIRING, 1, NOW));
    }
    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get("/api/v1/alerts?limit=2&next=" + next);
      seen.addAll(hostsOf(page));
      next = page.get("next").isNull() ? "" : page.get("next").textValue();
    } while (!next.isEmpty());

    assertThat(seen).containsExactlyInAnyOrder("h0", "h1", "h2", "h3", "h4");
  }

  private static List<String> hostsOf(JsonNode body) {
    List<String> names = new ArrayList<>();
    body.get("items").forEach(item -> names.add(item.get("host").textValue()));
    return names;
  }

  @Test
  void historyIsAListOfTransitions() throws Exception {
    past.add(Alerts.closeWait("a", AlertStatus.FIRING, 1, NOW));

    JsonNode body = get("/api/v1/alerts/history?from=-1h&host=a");

    assertThat(hostsOf(body)).containsExactly("a");
    assertThat(body.get("partial").booleanValue()).isFalse();
    assertThat(refused(400, "/api/v1/alerts/history?from=now&to=-1h").get("message").textValue())
        .endsWith("but from must be before to");
  }

  @Test
  void writesListsAndSeriesAsCsvThatNoSpreadsheetRuns() throws Exception {
    hosts.add(
        Snapshots.of("web-17", MINUTE)
            .labels(Map.of("note", "=cmd|' /C calc'!A0"))
            .group(HTTPS, unit("=1+1"), SocketState.CLOSE_WAIT, 4)
            .build());

    assertThat(csv("/api/v1/top?state=close_wait&by=owner").body().split("\r\n", -1))
        .containsExactly(
            "host,role,port,kind,name,count,hosts,topHost.host,topHost.count",
            ",,,unit,'=1+1,4,1,web-17,4",
            "");
    assertThat(csv("/api/v1/hosts/web-17/series?state=close_wait&from=-10m").body())
        .contains("\r\n2026-11-23T08:00:00Z,2026-11-23T08:01:00Z,1,4,4,4,4,,,\r\n");
    HttpResponse<String> list = csv("/api/v1/hosts");
    assertThat(list.body()).contains("web-17,Linux 6.18,note==cmd|' /C calc'!A0,");
    assertThat(list.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(list.headers().firstValue("Socketfleet-Next")).isEmpty();
    HttpResponse<String> page = csv("/api/v1/rules?limit=1");
    String next = page.headers().firstValue("Socketfleet-Next").orElseThrow();
    HttpResponse<String> following = csv("/api/v1/rules?limit=1&next=" + next);
    assertThat(following.body().lines()).hasSize(2);
    assertThat(following.body()).isNotEqualTo(page.body());
  }

  private HttpResponse<String> csv(String path) throws IOException, InterruptedException {
    return with(path, "Accept", "text/csv");
  }

  private HttpResponse<String> with(String path, String header, String value)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path)).header(header, value).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void refusesTypesThatItDoesNotWrite() throws Exception {
    HttpResponse<String> refused = with("/api/v1/hosts", "Accept", "application/xml");

    assertThat(refused.statusCode()).isEqualTo(406);
    assertThat(refused.body()).contains("not_acceptable", "application/json or text/csv");
    assertThat(with("/api/v1/states", "Accept", "text/csv").statusCode()).isEqualTo(406);
    assertThat(with("/api/v1/hosts", "Accept", "text/html, */*;q=0.1").statusCode()).isEqualTo(200);
  }

  @Test
  void doesNotSendAgainWhatTheClientHas() throws Exception {
    web17();
    String tag = with("/api/v1/hosts", "X", "y").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same = with("/api/v1/hosts", "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    hosts.add(Snapshots.of("b", MINUTE).build());
    assertThat(with("/api/v1/hosts", "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void compressesWhatIsLong() throws Exception {
    assertThat(
            with("/api/v1/states", "Accept-Encoding", "gzip")
                .headers()
                .firstValue("Content-Encoding"))
        .contains("gzip");
  }

  @Test
  void pagesEndpointsAndPlacesWithoutGapsOrRepeats() throws Exception {
    for (int i = 0; i < 7; i++) {
      hosts.add(
          Snapshots.of("h" + i, MINUTE)
              .group(
                  new Endpoint(Role.SERVER, 80 + i),
                  unit("u" + i),
                  SocketState.CLOSE_WAIT,
                  1 + i / 3)
              .build());
    }
    for (String by : List.of("host", "endpoint", "owner")) {
      List<String> seen = new ArrayList<>();
      String next = "";
      do {
        JsonNode page = get("/api/v1/top?state=close_wait&limit=2&by=" + by + "&next=" + next);
        page.get("items").forEach(item -> seen.add(item.toString()));
        next = page.get("next").isNull() ? "" : page.get("next").textValue();
      } while (!next.isEmpty());
      assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }
    assertThat(refused(400, "/api/v1/top?state=listen&next=x").get("message").textValue())
        .isEqualTo("next was 'x' but it must be the next of the page before");
  }

  @Test
  void listsRulesWithTheirRevision() throws Exception {
    JsonNode items = get("/api/v1/rules").get("items");

    assertThat(items.findValuesAsText("id"))
        .containsExactlyElementsOf(
            RuleSet.defaults().all().stream().map(rule -> rule.id()).sorted().toList());
    items.forEach(rule -> assertThat(rule.get("revision").textValue()).matches("[0-9a-f]{12}"));
  }

  @Test
  void explainsTheStates() throws Exception {
    assertThat(get("/api/v1/states").get("items").findValuesAsText("state"))
        .contains("close_wait", "bound", "unknown");
  }

  @Test
  void tellsWhetherItIsReady() throws Exception {
    assertThat(get("/health/live").get("status").textValue()).isEqualTo("alive");
    assertThat(get("/health/ready").get("status").textValue()).isEqualTo("ready");

    waitingFor.add("stores");

    HttpResponse<String> starting = send("GET", "/health/ready");
    assertThat(starting.statusCode()).isEqualTo(503);
    assertThat(starting.body()).isEqualTo("{\"status\":\"starting\",\"waitingFor\":[\"stores\"]}");
  }

  @Test
  void servesMetricsInTheTextFormat() throws Exception {
    HttpResponse<String> response = send("GET", "/metrics");

    assertThat(response.body()).isEqualTo("socketfleet_up 1.0\n");
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void saysWhenToComeBackWhileNobodyCanAnswer() throws Exception {
    hosts.unavailable();

    HttpResponse<String> response = send("GET", "/api/v1/hosts");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("3");
    assertThat(mapper.readTree(response.body()).get("code").textValue()).isEqualTo("unavailable");
    assertThat(send("GET", "/").statusCode()).isEqualTo(200);
  }

  @Test
  void anUnknownHostIsNotFound() throws Exception {
    assertThat(refused(404, "/api/v1/hosts/nobody").get("message").textValue())
        .isEqualTo("host 'nobody' is not known");
    assertThat(refused(404, "/api/v1/hosts/nobody/series?state=listen").get("code").textValue())
        .isEqualTo("unknown_host");
    assertThat(refused(404, "/api/v1/hosts/%3Cscript%3E%0a").get("message").textValue())
        .isEqualTo("host '<script>?' is not known");
  }

  @Test
  void pathsThatDoNotExistSaySo() throws Exception {
    assertThat(refused(404, "/api/v1/fleet/nothing").get("code").textValue())
        .isEqualTo("not_found");
  }

  @Test
  void onlyReads() throws Exception {
    HttpResponse<String> response = send("DELETE", "/api/v1/hosts");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(mapper.readTree(response.body()).get("code").textValue())
        .isEqualTo("method_not_allowed");
    HttpResponse<String> head = send("HEAD", "/api/v1/hosts");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void theDashboardComesInFilesThatMayBeKeptWhileTheyAreTheSame() throws Exception {
    HttpResponse<String> page = send("GET", "/");

    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    Map<String, String> types =
        Map.of("js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");
    for (String path : new DashboardFiles().byPath().keySet()) {
      HttpResponse<String> file = send("GET", path);
      assertThat(file.statusCode()).as(path).isEqualTo(200);
      assertThat(file.body()).as(path).isNotEmpty();
      assertThat(file.headers().firstValue("Content-Type").orElse("").split(";", 2)[0])
          .as(path)
          .isEqualTo(types.get(path.substring(path.lastIndexOf('.') + 1)));
      String tag = file.headers().firstValue("ETag").orElseThrow();
      assertThat(with(path, "If-None-Match", tag).statusCode()).as(path).isEqualTo(304);
      assertThat(send("DELETE", path).statusCode()).as(path).isEqualTo(405);
    }
    assertThat(refused(404, "/dashboard/nothing.js").get("code").textValue())
        .isEqualTo("not_found");
  }

  @Test
  void aReboundNameDoesNotReachTheApi() throws Exception {
    assertThat(raw("GET /api/v1/hosts HTTP/1.1\r\nHost: rebound.example\r\n"))
        .startsWith("HTTP/1.1 421")
        .contains("misdirected_request");
  }

  @Test
  void whatIsNoRequestIsAnsweredInTheSameFormWithoutDetails() throws Exception {
    Map<String, String> refused =
        Map.of(
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\n",
            "bad_request",
            "NONSENSE\r\n",
            "bad_request",
            "GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n",
            "uri_too_long",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20_000) + "\r\n",
            "headers_too_large");
    for (Map.Entry<String, String> nonsense : refused.entrySet()) {
      assertThat(raw(nonsense.getKey()))
          .startsWith("HTTP/1.1 4")
          .contains("\"code\":\"" + nonsense.getValue() + "\"")
          .doesNotContain("jetty", "Jetty", "Exception", "\tat ");
    }
  }

  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aTakenPortIsAMatterOfConfiguration() {
    ApiServer second = server(server.port());

    assertThatThrownBy(second::start)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("http.port was '" + server.port() + "' but 127.0.0.1 does not let");
  }

  private static FleetWindow fleetWindow(Instant start, long closeWait) {
    Map<SocketState, Gauge> states =
        Map.of(SocketState.CLOSE_WAIT, new Gauge(6, 1, closeWait, closeWait, closeWait));
    FleetWindow window = new FleetWindow(start.toEpochMilli(), start.toEpochMilli() + 60_000);
    window.add(
        new WindowCounts(
            "host:web-1",
            Optional.of("web-1"),
            start,
            start.plusSeconds(60),
            1,
            6,
            states,
            List.of(
                new EndpointWindow(
                    new Endpoint(Role.SERVER, 443), states, Optional.empty(), Optional.empty())),
            OptionalInt.empty(),
            OptionalInt.empty()));
    window.addMissing();
    return window;
  }

  @Test
  void theSeriesOfTheFleetTellsHowCompleteItIs() throws Exception {
    fleet.put(FleetScope.FLEET, fleetWindow(MINUTE, 7));
    fleet.put(FleetScope.FLEET, fleetWindow(MINUTE.plusSeconds(60), 9));
    JsonNode series =
        mapper.readTree(
            send("GET", "/api/v1/fleet/series?role=server&port=443&state=close_wait").body());
    assertThat(series.path("scope").asText()).isEqualTo("fleet");
    assertThat(series.path("bounds").asBoolean()).isTrue();
    assertThat(series.path("points")).hasSize(2);
    assertThat(series.path("points").get(1).toString())
        .isEqualTo(
            "{\"start\":\"2026-11-23T08:01:00Z\",\"end\":\"2026-11-23T08:02:00Z\",\"samples\":6,"
                + "\"min\":1,\"max\":9,\"mean\":9,\"last\":9,\"hosts\":1,\"missing\":1}");
    JsonNode merged =
        mapper.readTree(send("GET", "/api/v1/fleet/series?state=close_wait&step=2m").body());
    assertThat(merged.path("points")).hasSize(1);
    assertThat(merged.path("points").get(0).path("max").asInt()).isEqualTo(9);
  }

  @Test
  void theEndpointsOfTheFleetAreThoseOfItsYoungestWindow() throws Exception {
    fleet.put(FleetScope.FLEET, fleetWindow(MINUTE, 7));
    JsonNode answer = mapper.readTree(send("GET", "/api/v1/fleet/endpoints?role=server").body());
    assertThat(answer.path("start").asText()).isEqualTo("2026-11-23T08:00:00Z");
    assertThat(answer.path("missing").asInt()).isEqualTo(1);
    assertThat(answer.path("items").get(0).path("port").asInt()).isEqualTo(443);
    assertThat(
            mapper
                .readTree(send("GET", "/api/v1/fleet/endpoints?state=listen").body())
                .path("items"))
        .isEmpty();
  }

  @Test
  void aLabelWithoutWindowsIsRefusedWithTheKeyThatNamesThem() throws Exception {
    HttpResponse<String> refused = send("GET", "/api/v1/fleet/endpoints?label=dc:eu1");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("for the whole fleet only").contains("fleet.labels");
  }
}
