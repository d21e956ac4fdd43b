package dev.socketfleet.streams.notify;

import dev.socketfleet.common.config.Accepted;
import dev.socketfleet.common.config.Configuration;
import dev.socketfleet.common.config.DurationText;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Severity;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The keys of the outputs, and the settings that their values make. */
public final class NotifyKeys {

  static final String ALERTMANAGER_URLS = "notify.alertmanager.urls";
  static final String ALERTMANAGER_RESEND = "notify.alertmanager.resend.interval";
  static final String ALERTMANAGER_SEVERITIES = "notify.alertmanager.severities";
  static final String ALERTMANAGER_AUTHORIZATION = "notify.alertmanager.authorization.file";
  static final String WEBHOOK_URLS = "notify.webhook.urls";
  static final String WEBHOOK_STATUSES = "notify.webhook.statuses";
  static final String WEBHOOK_SEVERITIES = "notify.webhook.severities";
  static final String WEBHOOK_SECRET = "notify.webhook.secret.file";
  static final String WEBHOOK_AUTHORIZATION = "notify.webhook.authorization.file";
  static final String EXTERNAL_URL = "notify.external.url";
  static final String CA_FILE = "notify.ca.file";
  static final String TIMEOUT = "notify.timeout";
  static final String RETRY_MAX = "notify.retry.max";

  private static final List<String> STATUSES =
      Stream.of(AlertStatus.values()).map(AlertStatus::wireName).toList();
  private static final List<String> SEVERITIES =
      Stream.of(Severity.values()).map(Severity::wireName).toList();

  private static final String URLS = "http or https URLs separated by commas, without credentials";
  private static final String AUTHORIZATION_HELP =
      "File with what the header Authorization says to them: `Bearer TOKEN`, or `Basic"
          + " USER:PASSWORD`, which is encoded. Read anew for each request.";

  private NotifyKeys() {}

  /** Declares them; returns the same definition. */
  public static ConfigDef defineIn(ConfigDef keys) {
    alertmanager(keys);
    webhook(keys);
    text(
        keys,
        EXTERNAL_URL,
        "",
        Accepted.text(
            "an http or https URL", it -> urls(it).map(list -> list.size() < 2).orElse(false)),
        "Address under which people reach the dashboard; notifications then link to the alert.");
    text(
        keys,
        CA_FILE,
        "",
        Accepted.text("a file", it -> true),
        "Certificates in PEM by which receivers with https are trusted, in place of Java's own.");
    duration(
        keys,
        TIMEOUT,
        Duration.ofSeconds(10),
        Duration.ofMillis(100),
        Duration.ofMinutes(1),
        "How long one request to a receiver may take, its answer included.");
    duration(
        keys,
        RETRY_MAX,
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofMinutes(10),
        "Longest wait between two tries at a receiver that fails; the first is half a second.");
    return keys;
  }

  private static void alertmanager(ConfigDef keys) {
    text(
        keys,
        ALERTMANAGER_URLS,
        "",
        Accepted.text(URLS, it -> urls(it).isPresent()),
        "Alertmanagers, as http://127.0.0.1:9093; all of them get every alert.");
    duration(
        keys,
        ALERTMANAGER_RESEND,
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        Duration.ofHours(1),
        "How often a firing alert is sent again. Alertmanager takes it for resolved when it has"
            + " heard nothing for four times as long, at least 30 s.");
    list(
        keys,
        ALERTMANAGER_SEVERITIES,
        SEVERITIES,
        SEVERITIES,
        "Severities that go to the Alertmanagers.");
    text(
        keys,
        ALERTMANAGER_AUTHORIZATION,
        "",
        Accepted.text("a file", it -> true),
        AUTHORIZATION_HELP);
  }

  private static void webhook(ConfigDef keys) {
    keys.define(
        WEBHOOK_URLS,
        ConfigDef.Type.PASSWORD,
        "",
        Accepted.secret(URLS, it -> urls(it).isPresent()),
        Importance.MEDIUM,
        "Receivers of every transition; never logged, as such URLs may be secrets.");
    list(
        keys,
        WEBHOOK_STATUSES,
        List.of("firing", "resolved"),
        STATUSES,
        "Transitions that go to the webhooks. Without pending, an alert that resolves unconfirmed"
            + " is left out as well.");
    list(keys, WEBHOOK_SEVERITIES, SEVERITIES, SEVERITIES, "Severities that go to the webhooks.");
    text(
        keys,
        WEBHOOK_SECRET,
        "",
        Accepted.text("a file", it -> true),
        "File with the key of the signature (HMAC-SHA-256); without it nothing is signed. Read anew"
            + " for each request.");
    text(keys, WEBHOOK_AUTHORIZATION, "", Accepted.text("a file", it -> true), AUTHORIZATION_HELP);
  }

  private static void text(
      ConfigDef keys, String key, String value, Accepted accepted, String help) {
    keys.define(key, ConfigDef.Type.STRING, value, accepted, Importance.MEDIUM, help);
  }

  private static void duration(
      ConfigDef keys, String key, Duration value, Duration from, Duration to, String help) {
    text(keys, key, DurationText.format(value), Accepted.durations(from, to), help);
  }

  private static void list(
      ConfigDef keys, String key, List<String> value, List<String> words, String help) {
    text(
        keys,
        key,
        String.join(",", value),
        Accepted.text(
            "some of " + String.join(", ", words) + ", separated by commas",
            it -> words.containsAll(parts(it)) && !parts(it).isEmpty()),
        help);
  }

  /**
   * The settings of values that are valid one by one.
   *
   * @param problems gets what only shows when files are looked at
   */
  public static NotifySettings read(Configuration values, List<String> problems) {
    return new NotifySettings(
        new NotifySettings.Alertmanagers(
            urls(values.text(ALERTMANAGER_URLS)).orElseThrow(),
            values.duration(ALERTMANAGER_RESEND),
            chosen(values, ALERTMANAGER_SEVERITIES, Severity.values(), Severity::wireName),
            file(values, ALERTMANAGER_AUTHORIZATION, problems)),
        new NotifySettings.Webhooks(
            urls(values.secret(WEBHOOK_URLS)).orElseThrow(),
            new NotifySettings.Selection(
                chosen(values, WEBHOOK_STATUSES, AlertStatus.values(), AlertStatus::wireName),
                chosen(values, WEBHOOK_SEVERITIES, Severity.values(), Severity::wireName)),
            file(values, WEBHOOK_SECRET, problems),
            file(values, WEBHOOK_AUTHORIZATION, problems)),
        new NotifySettings.Transport(
            values.duration(TIMEOUT), values.duration(RETRY_MAX), file(values, CA_FILE, problems)),
        urls(values.text(EXTERNAL_URL)).orElseThrow().stream().findFirst());
  }

  private static <T> Set<T> chosen(
      Configuration values, String key, T[] all, Function<T, String> wireName) {
    List<String> words = parts(values.text(key));
    return Stream.of(all)
        .filter(it -> words.contains(wireName.apply(it)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Path> file(Configuration values, String key, List<String> problems) {
    if (values.text(key).isEmpty()) {
      return Optional.empty();
    }
    Path file = Path.of(values.text(key));
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      problems.add(
          "%s was '%s' but it must be a file that this process can read.".formatted(key, file));
    }
    return Optional.of(file);
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .toList();
  }

  /** The URLs in the text, without a slash at their ends; empty when one of them is none. */
  private static Optional<List<URI>> urls(String text) {
    List<Optional<URI>> urls = parts(text).stream().map(NotifyKeys::url).toList();
    return urls.stream().allMatch(Optional::isPresent)
        ? Optional.of(urls.stream().flatMap(Optional::stream).distinct().toList())
        : Optional.empty();
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return web && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
