package dev.socketfleet.deploy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.collector.CollectorApp;
import dev.socketfleet.collector.CollectorConfig;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.drill.Drill;
import dev.socketfleet.deploy.drill.Drills;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.http.AccessRole;
import dev.socketfleet.streams.http.AccessToken;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * What a person sees of this host's real sockets, among ten thousand hosts and one that means harm,
 * in a real Chromium.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int HOSTS = 10_000;
  private static final int LEAKED = 120;
  private static final String HERE = "here";
  private static final String HOSTILE = "h".repeat(253);
  private static final String GUARDED = "guarded";
  private static final String SILENT = "silent-1";

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final ObjectMapper json = new ObjectMapper();

  @TempDir private static Path folder;

  private Pipeline pipeline = Pipeline.NONE;

  /** All that runs for the whole class. */
  private record Pipeline(EmbeddedBroker broker, StreamsApp app, Browser browser, int leak) {

    @SuppressWarnings("NullAway") // never seen: without a browser every test is skipped
    static final Pipeline NONE = new Pipeline(null, null, null, 0);
  }

  @BeforeAll
  void start() throws Exception {
    Browser browser = closing(Browser.start(folder.resolve("profile")));
    EmbeddedBroker broker = closing(new EmbeddedBroker(folder.resolve("kafka"), 0));
    broker.start(SOON);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      for (Topics topics : List.of(Topics.withDefaultPrefix(), new Topics(GUARDED))) {
        new TopicAdmin(admin).create(topics.specs(TopicSizing.singleNode()));
      }
    }
    StreamsApp app = closing(streams(broker, "streams", Map.of()));
    CollectorApp collector = closing(collector(broker));
    collector.start();
    Drill drill = closing(Drills.closeWait(LEAKED, 0, Optional.empty()));
    int leak = drill.open().port();
    try (SimulatedFleet fleet = new SimulatedFleet(broker.bootstrapServers())) {
      fleet.publishHostile(HOSTILE);
      fleet.publishSilent(SILENT);
      fleet.publish(HOSTS);
    }
    pipeline = new Pipeline(broker, app, browser, leak);
    await().atMost(SOON).untilAsserted(() -> assertThat(firing(leak)).isNotEmpty());
    await()
        .atMost(SOON)
        .until(() -> items("/api/v1/hosts?host=" + SimulatedFleet.host(HOSTS - 1)).size() == 1);
  }

  private <T extends AutoCloseable> T closing(T part) {
    started.push(part);
    return part;
  }

  @AfterAll
  void stop() throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  private StreamsApp streams(EmbeddedBroker broker, String name, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("http.port", "0");
    settings.put("num.standby.replicas", "0");
    settings.put("window.size", "5s");
    settings.put("window.grace", "1s");
    settings.put("state.dir", folder.resolve(name).toString());
    StreamsApp app =
        new StreamsApp(StreamsConfig.load(Optional.empty(), Map.of(), settings), Clock.systemUTC());
    app.start();
    await().atMost(SOON).until(app::isReady);
    return app;
  }

  private static CollectorApp collector(EmbeddedBroker broker) {
    return new CollectorApp(
        CollectorConfig.load(
            Optional.empty(),
            Map.of(),
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                CollectorConfig.HOST_ID,
                HERE,
                CollectorConfig.INTERVAL,
                "1s")),
        Clock.systemUTC());
  }

  private List<JsonNode> items(String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(pipeline.app().url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json.readTree(answer.body()).path("items").valueStream().toList();
  }

  private static int status(String url, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private List<JsonNode> firing(int port) throws Exception {
    return items("/api/v1/alerts?status=firing&host=" + HERE).stream()
        .filter(alert -> alert.path("port").asInt() == port)
        .toList();
  }

  /** Every view, by what it is. */
  private Map<String, String> views() throws Exception {
    String alert = firing(pipeline.leak()).get(0).path("id").asText();
    Map<String, String> views = new LinkedHashMap<>();
    views.put("fleet", "#/");
    views.put("hosts", "#/hosts");
    views.put("host", "#/hosts/" + HERE);
    views.put("endpoint", "#/hosts/" + HERE + "/server/" + pipeline.leak() + "?from=-15m");
    views.put("endpoint of the fleet", "#/endpoints/server/443?from=-15m");
    views.put("alerts", "#/alerts");
    views.put("alert", "#/alerts/" + alert);
    views.put("states", "#/states/close_wait");
    views.put("host that is silent", "#/hosts/" + SILENT);
    views.put("host that means harm", "#/hosts/" + HOSTILE);
    views.put("host that is not known", "#/nothing/here");
    return views;
  }

  private Browser browser() {
    return pipeline.browser();
  }

  @BeforeEach
  void open() throws Exception {
    browser().desktop();
    browser().scheme("light");
    browser().load("about:blank");
    browser().complaints();
    browser().origins();
    browser().load(pipeline.app().url() + "/");
    browser().awaitLoaded();
  }

  /** Whatever a test does: nothing is wrong on the console and nobody else was asked. */
  @AfterEach
  void nothingIsWrongAndNobodyElseWasAsked() throws Exception {
    assertThat(browser().complaints()).isEmpty();
    assertThat(browser().origins()).isSubsetOf(pipeline.app().url());
  }

  @Test
  void everyPageShowsTheSocketsThatThereAre() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int port = listener.getLocalPort();
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < 23; i++) {
          open.add(new Socket(InetAddress.getLoopbackAddress(), port));
          open.add(listener.accept());
        }
        browser().view("#/hosts/" + HERE);
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> assertThat(cells("tr[data-key='server " + port + "']")).contains("23"));
        browser().awaitText("server " + port, "netlink", "ESTABLISHED", "Accept queue");
        browser().view("#/hosts/" + HERE + "/server/" + port + "?from=-15m");
        browser().awaitText("ESTABLISHED", "23", "pid " + ProcessHandle.current().pid());
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(browser().spoken("[data-key=established] .plot"))
                        .contains("last 23, lowest"));
      } finally {
        for (Socket socket : open) {
          socket.close();
        }
      }
    }
    browser().view("#/endpoints/server/443?from=-15m");
    browser().awaitText("server 443 in the fleet");
    browser().view("#/states/close_wait");
    browser()
        .awaitText(
            "CLOSE-WAIT",
            "MIB_TCP_STATE_CLOSE_WAIT",
            "TcpExtListenOverflows",
            "ss -tnpe state close-wait '( sport = :PORT )'",
            "lsof -nP -iTCP:PORT");
    browser().view("#/hosts/" + SILENT);
    browser().awaitText("Silent.", "◼ silent");
    browser().view("#/hosts/nobody");
    browser().awaitText("Host 'nobody' is not known.");
    // A refusal is on the console too; it was meant.
    assertThat(browser().complaints()).allMatch(line -> line.contains("/api/v1/hosts/nobody"));
  }

  private List<String> cells(String row) {
    return browser().texts(row + " .count");
  }

  @Test
  void anIncidentAppearsWithoutAReload() throws Exception {
    browser().script("window.before = true");
    try (Drill drill = Drills.closeWait(LEAKED + 30, 0, Optional.empty())) {
      int port = drill.open().port();
      String summary = "server port %d: %d sockets in close_wait".formatted(port, LEAKED + 30);
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(firingOnThePage()).anyMatch(it -> it.contains(summary)));
      browser().script(CLICK_THE_ALERT, summary);
      browser()
          .awaitText(
              summary,
              "The peers have closed these connections and this program has not",
              "Which process holds them?",
              "ss -tnpe state close-wait '( sport = :" + port + " )'",
              "pid " + ProcessHandle.current().pid(),
              "127.0.0.1 " + (LEAKED + 30) + "×",
              "close-wait-high");
      browser().awaitText("History", "pending");
      assertThat(browser().spoken(".plot"))
          .contains("CLOSE_WAIT from", "alarm at 100", "1 alert in this time");
    }
    browser().awaitText("resolved", "the count fell below the level");
    assertThat(browser().script("return window.before")).isEqualTo(true);
  }

  private static final String CLICK_THE_ALERT =
      """
      [...document.querySelectorAll('.first .alert.firing .summary')]
        .find(alert => alert.innerText.includes(arguments[0])).click();
      """;

  private List<String> firingOnThePage() {
    return browser().texts(".first .alert.firing");
  }

  @Test
  void namesOfAttackersStayText() throws Exception {
    for (String hash :
        List.of(
            "#/hosts/" + HOSTILE,
            "#/hosts/" + HOSTILE + "/server/666",
            "#/hosts?host=h*",
            "#/?top=close_wait",
            "#/hosts/%3Cscript%3Ealert(1)%3C%2Fscript%3E/server/1",
            "#/hosts?label=" + "%3Cimg%20src%3Dx%3E%3A1",
            "#/%zz/%00")) {
      browser().view(hash);
      assertThat(browser().all("main script, main img, main iframe")).as(hash).isEmpty();
      assertThat(browser().texts("main b")).as(hash).noneMatch(it -> it.contains("203"));
      assertThat(browser().script("return document.title")).as(hash).isNotEqualTo("owned");
      assertThat(browser().text()).as(hash).doesNotContain("\u0000", "\u001b", "\u202e", "\u2066");
      assertThat(sideways()).as(hash).isNotPositive();
    }
    browser().view("#/hosts/" + HOSTILE);
    browser()
        .awaitText(
            SimulatedFleet.SCRIPT, SimulatedFleet.IMAGE, "a\ufffdb\ufffd[31mc\ufffddetrevni");
    browser().view("#/hosts/" + HOSTILE + "/server/666");
    browser().awaitText("<b>203.0.113.9</b> 7×");
    // Hosts that are not known are refused by the API.
    assertThat(browser().complaints()).allMatch(line -> line.contains("/api/v1/hosts/%3Cscript"));
  }

  /** By how many pixels the page is wider than what is seen of it. */
  private long sideways() {
    return ((Number)
            browser()
                .script(
                    "const page = document.documentElement;"
                        + "return page.scrollWidth - page.clientWidth"))
        .longValue();
  }

  @Test
  void tenThousandHostsAreAsUsableAsTen() throws Exception {
    browser().view("#/hosts");
    assertThat(names()).hasSize(100);
    String first = names().get(0);
    browser().one(".pages a").click();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(names()).first().asString().isGreaterThan(first));

    WebElement name = browser().one("#filter-host");
    name.sendKeys("09999", Keys.ENTER);
    await().atMost(SOON).untilAsserted(() -> assertThat(names()).containsExactly("node-09999"));
    assertThat(browser().script("return location.hash")).isEqualTo("#/hosts?host=*09999*");
    browser().one("table.hosts tbody th a").click();
    browser().awaitText("nginx.service", "5432");

    browser().view("#/hosts?label=dc%3Aeu1&host=node-000*");
    assertThat(names()).hasSize(33);
    browser().view("#/?top=established");
    browser().awaitText("server 443", "10,000", "nginx.service");
  }

  private List<String> names() {
    return browser().texts("table.hosts tbody th");
  }

  @Test
  void aPhoneNeverScrollsSideways() throws Exception {
    browser().phone();
    for (Map.Entry<String, String> view : views().entrySet()) {
      browser().view(view.getValue());
      assertThat(sideways()).as(view.getKey()).isNotPositive();
    }
  }

  @Test
  void nobodyIsShutOut() throws Exception {
    List<String> barriers = new ArrayList<>();
    for (Map.Entry<String, String> view : views().entrySet()) {
      browser().view(view.getValue());
      for (String scheme : List.of("light", "dark")) {
        browser().scheme(scheme);
        browser().barriers().forEach(it -> barriers.add(view.getKey() + " " + scheme + " " + it));
      }
    }
    browser().phone();
    browser().view("#/hosts/" + HERE);
    browser().barriers().forEach(it -> barriers.add("phone " + it));
    assertThat(barriers).isEmpty();
  }

  @Test
  void theKeyboardReachesWhatTheMouseDoes() throws Exception {
    Set<String> reached = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      browser().press(Keys.TAB);
      reached.add(String.valueOf(browser().script(FOCUSED)));
    }
    assertThat(reached)
        .contains("Skip to content", "Fleet", "Hosts", "States", "#range", "#top-state")
        .anyMatch(text -> text.contains("sockets in close_wait"))
        .doesNotContain("unseen");
  }

  /** What has the focus, and whether one sees that it has. */
  private static final String FOCUSED =
      """
      const it = document.activeElement;
      if (it === document.body) return 'body';
      if (getComputedStyle(it).outlineStyle === 'none') return 'unseen ' + it.outerHTML;
      return it.id && it.id !== 'skip' ? '#' + it.id : it.innerText.trim();
      """;

  @Test
  void asksForATokenAndSaysThatAFleetIsEmpty() throws Exception {
    AccessToken.Created reader = AccessToken.create("person", AccessRole.READ);
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, reader.line() + "\n");
    String gone = visitGuarded(tokens, reader);
    browser().awaitText("✕ no answer", "This instance does not answer.", "Try again");
    browser().load("about:blank");
    // Refusals and the end of that instance were meant, and nothing else is wrong.
    assertThat(browser().complaints())
        .isNotEmpty()
        .allMatch(line -> line.startsWith(gone) && line.contains("Failed to load resource"));
    assertThat(browser().origins()).isSubsetOf(gone, pipeline.app().url());
  }

  /** An instance that is stopped again; where it was. */
  private String visitGuarded(Path tokens, AccessToken.Created reader) throws Exception {
    try (StreamsApp guarded =
        streams(
            pipeline.broker(),
            GUARDED,
            Map.of(
                "topic.prefix",
                GUARDED,
                "application.id",
                GUARDED,
                "http.tokens.file",
                tokens.toString()))) {
      String url = guarded.url();
      // What a person tells the browser that asks, which has no window here.
      browser().load(url.replace("//", "//any:" + reader.secret() + "@") + "/openapi.json");
      browser().load(url + "/#/hosts");
      browser().awaitText("No snapshot has arrived yet.", "socketfleet collect", "● live");
      browser().view("#/");
      browser().awaitText("Nothing fires.", "No window in this time.");
      Files.writeString(tokens, AccessToken.create("other", AccessRole.READ).line() + "\n");
      browser().awaitText("This API answers to those who have a token.");
      assertThat(browser().barriers()).isEmpty();
      browser().one("#token").sendKeys("sft_wrong", Keys.ENTER);
      browser().awaitText("The token was not accepted.");
      browser().one("#token").clear();
      Files.writeString(tokens, reader.line() + "\n");
      await().atMost(SOON).until(() -> status(url + "/api/v1/states", reader.secret()) == 200);
      browser().one("#token").sendKeys(reader.secret(), Keys.ENTER);
      browser().awaitText("● live");
      return url;
    }
  }
}
