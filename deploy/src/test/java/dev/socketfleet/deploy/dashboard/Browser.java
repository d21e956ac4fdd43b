package dev.socketfleet.deploy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;

/**
 * Chromium without a window, with a profile of its own, that remembers what it asked for and what
 * it complained about.
 */
final class Browser implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(30);

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ObjectMapper json = new ObjectMapper();
  private final ChromeDriver driver;
  private final String axe = resource("/axe.min.js");

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Skips the test where there is none. */
  static Browser start(Path profile) {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "Skipped: no /usr/bin/chromium with /usr/bin/chromedriver. Debian: apt-get install chromium"
            + " chromium-driver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL", "performance", "ALL"));
    // Both programs are named, so that nothing is looked for and nothing downloaded.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.desktop();
    return browser;
  }

  private static String resource(String name) {
    try (InputStream in = Browser.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads a page. */
  void load(String url) {
    driver.get(url);
  }

  /** Shows another view of the same page, and waits until all of it was loaded. */
  void view(String hash) {
    script(
        """
        document.querySelector('main').firstElementChild.dataset.old = '';
        if (location.hash === arguments[0]) dispatchEvent(new Event('hashchange'));
        else location.hash = arguments[0];
        """,
        hash);
    awaitLoaded();
  }

  /** Waits until no section is waiting for its first answer. */
  void awaitLoaded() {
    await()
        .atMost(SOON)
        .until(
            () ->
                Boolean.TRUE.equals(
                    script(
                        "return document.querySelector('main > :not([data-old])') !== null"
                            + " && document.querySelector('.loading') === null")));
  }

  /** What a script returns; an empty text for nothing. */
  Object script(String code, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(code, arguments), "");
  }

  /** What a person reads. */
  String text() {
    return String.valueOf(script("return document.body.innerText"));
  }

  /** Waits until a person reads all of this. */
  void awaitText(String... parts) {
    await().atMost(SOON).untilAsserted(() -> assertThat(text()).contains(parts));
  }

  /** What a person reads in each of these, all at one moment: the page changes by itself. */
  List<String> texts(String selector) {
    Object found =
        script(
            "return [...document.querySelectorAll(arguments[0])].map(it => it.innerText.trim())",
            selector);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** What those who do not see it are told of the first of these; empty where there is none. */
  String spoken(String selector) {
    return String.valueOf(
        script(
            "return document.querySelector(arguments[0])?.getAttribute('aria-label') ?? ''",
            selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Presses a key on whatever has the focus. */
  void press(CharSequence key) {
    new Actions(driver).sendKeys(key).perform();
  }

  void desktop() {
    size(1280, 900, false);
  }

  void phone() {
    size(375, 812, true);
  }

  private void size(int width, int height, boolean mobile) {
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
  }

  /** Light or dark, as the system would say. */
  void scheme(String name) {
    cdp(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
  }

  private void cdp(String command, Map<String, Object> parameters) {
    driver.executeCdpCommand(command, parameters);
  }

  /** What axe-core calls serious or critical on the page as it is. */
  List<String> barriers() {
    if (!Boolean.TRUE.equals(script("return typeof axe === 'object'"))) {
      script(axe);
    }
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
              ({violations}) => done(violations
                .filter(({impact}) => impact === 'serious' || impact === 'critical')
                .map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)),
              error => done([String(error)]));
            """);
    List<String> barriers = new ArrayList<>();
    ((List<?>) Objects.requireNonNull(found)).forEach(it -> barriers.add(String.valueOf(it)));
    return barriers;
  }

  /** Errors on the console since the last call, violations of the policy among them. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Origins that were asked for anything since the last call. */
  Set<String> origins() throws IOException {
    Set<String> origins = new TreeSet<>();
    for (LogEntry entry : driver.manage().logs().get("performance")) {
      JsonNode message = json.readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        URI uri = URI.create(message.path("params").path("request").path("url").asText());
        origins.add("%s://%s:%d".formatted(uri.getScheme(), uri.getHost(), uri.getPort()));
      }
    }
    return origins;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
