package dev.socketfleet.streams;

import dev.socketfleet.common.config.Accepted;
import dev.socketfleet.common.config.Configuration;
import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.config.ConfigurationLoader;
import dev.socketfleet.common.config.DurationText;
import dev.socketfleet.common.config.SharedKeys;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.http.HttpSettings;
import dev.socketfleet.streams.http.TlsSettings;
import dev.socketfleet.streams.metrics.FleetMeters;
import dev.socketfleet.streams.metrics.SocketSelection;
import dev.socketfleet.streams.notify.NotifyKeys;
import dev.socketfleet.streams.notify.NotifySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * What an operator may set of the streams application. Where values come from, and in which order,
 * see {@link ConfigurationLoader}; the table of the README is made from {@link #keys()}.
 *
 * @param bootstrapServers brokers to start from
 * @param applicationId consumer group, prefix of internal topics and folder of the state
 * @param stateDir where the stores live; what is lost there comes back from Kafka
 * @param socketMetrics which sockets are shown on {@code /metrics}
 * @param rulesFile rules of this installation, over those that ship
 * @param threads that work on partitions
 * @param standbyReplicas copies of each store on other instances
 * @param processingGuarantee Kafka's word for it
 * @param outputs where alerts go beside their topics
 * @param clientProperties for every Kafka client, as they are
 * @param effective all keys and values, one a line, secrets hidden: for the log
 * @param warnings what deserves a line in the log, but is no error
 */
public record StreamsConfig(
    String bootstrapServers,
    Topics topics,
    String applicationId,
    Path stateDir,
    HttpSettings http,
    EngineSettings engine,
    SocketSelection socketMetrics,
    Optional<Path> rulesFile,
    int threads,
    int standbyReplicas,
    String processingGuarantee,
    NotifySettings outputs,
    Map<String, String> clientProperties,
    String effective,
    List<String> warnings) {

  public static final String APPLICATION_ID = "application.id";
  public static final String STATE_DIR = "state.dir";
  public static final String HTTP_HOST = "http.host";
  public static final String HTTP_PORT = "http.port";
  public static final String HTTP_ADVERTISED = "http.advertised";
  public static final String HTTP_INSECURE = "http.insecure";
  public static final String HTTP_TOKENS_FILE = "http.tokens.file";
  public static final String HTTP_PEER_TOKEN_FILE = "http.peer.token.file";
  public static final String HTTP_TLS_CERTIFICATE_FILE = "http.tls.certificate.file";
  public static final String HTTP_TLS_KEY_FILE = "http.tls.key.file";
  public static final String HTTP_TLS_KEYSTORE_FILE = "http.tls.keystore.file";
  public static final String HTTP_TLS_KEYSTORE_PASSWORD_FILE = "http.tls.keystore.password.file";
  public static final String HTTP_TLS_TRUST_FILE = "http.tls.trust.file";
  public static final String HTTP_REQUESTS_PER_SECOND = "http.requests.per.second";
  public static final String HTTP_EVENTS_CLIENTS = "http.events.clients";
  public static final String METRICS_SOCKETS_LIMIT = "metrics.sockets.limit";
  public static final String METRICS_SOCKETS_HOSTS = "metrics.sockets.hosts";
  public static final String WINDOW_SIZE = "window.size";
  public static final String WINDOW_GRACE = "window.grace";
  public static final String WINDOW_RETENTION = "window.retention";
  public static final String WINDOW_COARSE_SIZE = "window.coarse.size";
  public static final String WINDOW_COARSE_RETENTION = "window.coarse.retention";
  public static final String HOST_RETIRE_AFTER = "host.retire.after";
  public static final String ALERT_RETENTION = "alert.retention";
  public static final String FLEET_LABELS = "fleet.labels";
  public static final String RULES_FILE = "rules.file";
  public static final String NUM_STREAM_THREADS = "num.stream.threads";
  public static final String NUM_STANDBY_REPLICAS = "num.standby.replicas";
  public static final String PROCESSING_GUARANTEE = "processing.guarantee";

  private static final Pattern ADDRESS =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):\\d{1,5}");

  private static final Pattern LABEL_NAMES =
      Pattern.compile("(?:[A-Za-z0-9_.-]{1,63}(?:,[A-Za-z0-9_.-]{1,63}){0,7})?");

  public StreamsConfig {
    clientProperties = Map.copyOf(clientProperties);
    warnings = List.copyOf(warnings);
  }

  /** The keys with types, defaults, ranges and help. */
  public static ConfigDef keys() {
    ConfigDef keys = applicationKeys(SharedKeys.defineIn(new ConfigDef()));
    return NotifyKeys.defineIn(scalingKeys(engineKeys(httpKeys(keys))));
  }

  private static ConfigDef applicationKeys(ConfigDef keys) {
    return keys.define(
            APPLICATION_ID,
            ConfigDef.Type.STRING,
            "socketfleet",
            Accepted.text("1 to 100 of A-Z a-z 0-9 . _ -", it -> it.matches("[\\w.-]{1,100}")),
            Importance.HIGH,
            "Consumer group of all instances and first part of their internal topics. A new one"
                + " starts over from the snapshots that Kafka still has.")
        .define(
            STATE_DIR,
            ConfigDef.Type.STRING,
            "data/streams",
            Accepted.text("a folder", it -> !it.isBlank()),
            Importance.HIGH,
            "Folder of the state stores, of this instance alone. Kafka has a copy of all in it.")
        .define(
            RULES_FILE,
            ConfigDef.Type.STRING,
            "",
            Importance.MEDIUM,
            "File with rules that are added to, or by id replace, those that ship.");
  }

  private static ConfigDef httpKeys(ConfigDef keys) {
    keys.define(
            HTTP_HOST,
            ConfigDef.Type.STRING,
            HttpSettings.DEFAULT_HOST,
            Accepted.text("an address or name of this machine", it -> !it.isBlank()),
            Importance.MEDIUM,
            "Address that the API listens on.")
        .define(
            HTTP_PORT,
            ConfigDef.Type.INT,
            HttpSettings.DEFAULT_PORT,
            Accepted.integers(0, 65_535).otherwise("Use 0 to pick a free port."),
            Importance.MEDIUM,
            "Port that the API listens on; 0 picks a free one.")
        .define(
            HTTP_ADVERTISED,
            ConfigDef.Type.STRING,
            "",
            Accepted.text(
                "host:port, or nothing", it -> it.isEmpty() || ADDRESS.matcher(it).matches()),
            Importance.MEDIUM,
            "Where the other instances reach the API of this one; each needs its own. Without it"
                + " http.host with the port, or the name of this machine where http.host is all of"
                + " its addresses.")
        .define(
            HTTP_INSECURE,
            ConfigDef.Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Allows an http.host beyond loopback without TLS or without tokens: anyone who reaches"
                + " the port, or the way to it, reads all.")
        .define(
            HTTP_TOKENS_FILE,
            ConfigDef.Type.STRING,
            "",
            Importance.MEDIUM,
            "File with the tokens that may read, one a line, made by `socketfleet streams token`."
                + " With it nothing but /health/* is answered without one. Read again when it"
                + " changes, like every file of http.*.")
        .define(
            HTTP_PEER_TOKEN_FILE,
            ConfigDef.Type.STRING,
            "",
            Importance.MEDIUM,
            "File with the token that this instance shows to the others, of role read; needed"
                + " where they have http.tokens.file.");
    files(keys);
    return keys.define(
            HTTP_REQUESTS_PER_SECOND,
            ConfigDef.Type.INT,
            HttpSettings.DEFAULT_REQUESTS_PER_SECOND,
            Accepted.integers(1, 1_000_000),
            Importance.LOW,
            "Requests of one client address; a burst may have twice as many.")
        .define(
            HTTP_EVENTS_CLIENTS,
            ConfigDef.Type.INT,
            HttpSettings.DEFAULT_EVENT_CLIENTS,
            Accepted.integers(0, 10_000),
            Importance.LOW,
            "Clients that get events from this instance at the same time.")
        .define(
            METRICS_SOCKETS_LIMIT,
            ConfigDef.Type.INT,
            FleetMeters.MAX_SOCKET_SERIES,
            Accepted.integers(0, 1_000_000),
            Importance.LOW,
            "Series of socketfleet_sockets in a scrape at most; 0 for none. Hosts that no longer"
                + " fit are left out whole and counted.")
        .define(
            METRICS_SOCKETS_HOSTS,
            ConfigDef.Type.STRING,
            "*",
            Accepted.text("a pattern of host ids with * and ?", it -> !it.isBlank()),
            Importance.LOW,
            "Hosts with series of socketfleet_sockets, as web-*.");
  }

  private static void files(ConfigDef keys) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        HTTP_TLS_CERTIFICATE_FILE,
        "Certificates of the API in PEM, its own first; switches TLS on.");
    files.put(HTTP_TLS_KEY_FILE, "Their private key in PEM, PKCS #8 without a passphrase.");
    files.put(HTTP_TLS_KEYSTORE_FILE, "PKCS #12 with key and certificates, instead of both files.");
    files.put(HTTP_TLS_KEYSTORE_PASSWORD_FILE, "File with the password of the keystore.");
    files.put(
        HTTP_TLS_TRUST_FILE,
        "Certificates in PEM that sign those of the other instances; the platform's authorities"
            + " without it.");
    files.forEach(
        (key, help) -> keys.define(key, ConfigDef.Type.STRING, "", Importance.MEDIUM, help));
  }

  private static ConfigDef engineKeys(ConfigDef keys) {
    EngineSettings defaults = EngineSettings.DEFAULT;
    define(
        keys,
        WINDOW_SIZE,
        defaults.windowSize(),
        Duration.ofSeconds(1),
        Duration.ofHours(1),
        "Length of the finest windows; they start at multiples of it since 1970 in UTC.");
    define(
        keys,
        WINDOW_GRACE,
        defaults.grace(),
        Duration.ZERO,
        Duration.ofMinutes(10),
        "How long after its end a window waits for snapshots on their way. Hosts then close theirs within a sixth of its length, not all at once.");
    define(
        keys,
        WINDOW_RETENTION,
        defaults.retention(),
        Duration.ofMinutes(10),
        Duration.ofDays(14),
        "How long the finest windows can be queried; older snapshots are counted as late.");
    define(
        keys,
        WINDOW_COARSE_SIZE,
        defaults.coarseSize(),
        Duration.ofSeconds(2),
        Duration.ofHours(6),
        "Length of the windows that are derived from the finest and kept for longer: a multiple of"
            + " window.size.");
    define(
        keys,
        WINDOW_COARSE_RETENTION,
        defaults.coarseRetention(),
        Duration.ofMinutes(10),
        Duration.ofDays(400),
        "How long the coarse windows can be queried.");
    define(
        keys,
        HOST_RETIRE_AFTER,
        defaults.retireAfter(),
        Duration.ofMinutes(5),
        Duration.ofDays(365),
        "How long a host may be silent until it is taken for gone and its state is dropped.");
    define(
        keys,
        ALERT_RETENTION,
        defaults.alertRetention(),
        Duration.ofMinutes(5),
        Duration.ofDays(365),
        "How long a resolved alert stays on the topic of current alerts.");
    return keys.define(
        FLEET_LABELS,
        ConfigDef.Type.STRING,
        "",
        Accepted.text(
            "names of labels separated by commas, at most 8",
            it -> LABEL_NAMES.matcher(it).matches()),
        Importance.MEDIUM,
        "Labels of hosts whose values get windows of their own beside those of the whole fleet, as"
            + " dc,role.");
  }

  private static void define(
      ConfigDef keys, String key, Duration value, Duration from, Duration to, String help) {
    keys.define(
        key,
        ConfigDef.Type.STRING,
        DurationText.format(value),
        Accepted.durations(from, to),
        Importance.MEDIUM,
        help);
  }

  private static ConfigDef scalingKeys(ConfigDef keys) {
    return keys.define(
            NUM_STREAM_THREADS,
            ConfigDef.Type.INT,
            1,
            Accepted.integers(1, 64),
            Importance.MEDIUM,
            "Threads that work on partitions; one does several thousand snapshots a second.")
        .define(
            NUM_STANDBY_REPLICAS,
            ConfigDef.Type.INT,
            1,
            Accepted.integers(0, 5),
            Importance.MEDIUM,
            "Copies of the state that other instances keep, to take over without a replay.")
        .define(
            PROCESSING_GUARANTEE,
            ConfigDef.Type.STRING,
            "at_least_once",
            Accepted.oneOf(List.of("at_least_once", "exactly_once_v2")),
            Importance.LOW,
            "Counts are exact with both. With at_least_once a transition of an alert may arrive"
                + " twice under one id after a crash; with exactly_once_v2 it arrives once.");
  }

  /**
   * Reads and checks all.
   *
   * @param overrides from the command line, by key
   * @throws ConfigurationException with every problem
   */
  public static StreamsConfig load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
    ConfigurationLoader loader = new ConfigurationLoader(keys());
    file.ifPresent(loader::file);
    return from(loader.environment(environment).overrides(overrides).load());
  }

  /**
   * The configuration of values that are valid one by one.
   *
   * @throws ConfigurationException when they do not fit together
   */
  public static StreamsConfig from(Configuration values) {
    HttpSettings http = http(values);
    EngineSettings engine = engine(values);
    List<String> problems = new ArrayList<>();
    problems.addAll(http.problems());
    problems.addAll(problems(engine));
    NotifySettings outputs = NotifyKeys.read(values, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new StreamsConfig(
        values.text(SharedKeys.BOOTSTRAP_SERVERS),
        new Topics(values.text(SharedKeys.TOPIC_PREFIX)),
        values.text(APPLICATION_ID),
        Path.of(values.text(STATE_DIR)),
        http,
        engine,
        new SocketSelection(
            values.integer(METRICS_SOCKETS_LIMIT), new Glob(values.text(METRICS_SOCKETS_HOSTS))),
        path(values, RULES_FILE),
        values.integer(NUM_STREAM_THREADS),
        values.integer(NUM_STANDBY_REPLICAS),
        values.text(PROCESSING_GUARANTEE),
        outputs,
        values.clientProperties(),
        values.render(),
        values.warnings());
  }

  private static HttpSettings http(Configuration values) {
    return new HttpSettings(
        values.text(HTTP_HOST),
        values.integer(HTTP_PORT),
        values.flag(HTTP_INSECURE),
        values.text(HTTP_ADVERTISED),
        new TlsSettings(
            path(values, HTTP_TLS_CERTIFICATE_FILE),
            path(values, HTTP_TLS_KEY_FILE),
            path(values, HTTP_TLS_KEYSTORE_FILE),
            path(values, HTTP_TLS_KEYSTORE_PASSWORD_FILE),
            path(values, HTTP_TLS_TRUST_FILE)),
        path(values, HTTP_TOKENS_FILE),
        path(values, HTTP_PEER_TOKEN_FILE),
        values.integer(HTTP_REQUESTS_PER_SECOND),
        values.integer(HTTP_EVENTS_CLIENTS));
  }

  private static Optional<Path> path(Configuration values, String key) {
    String text = values.text(key);
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static EngineSettings engine(Configuration values) {
    return new EngineSettings(
        values.duration(WINDOW_SIZE),
        values.duration(WINDOW_GRACE),
        EngineSettings.closeSpread(values.duration(WINDOW_SIZE)),
        values.duration(WINDOW_RETENTION),
        values.duration(WINDOW_COARSE_SIZE),
        values.duration(WINDOW_COARSE_RETENTION),
        values.duration(HOST_RETIRE_AFTER),
        values.duration(ALERT_RETENTION),
        labelNames(values.text(FLEET_LABELS)));
  }

  private static Set<String> labelNames(String text) {
    return text.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(text.split(",", -1)));
  }

  private static List<String> problems(EngineSettings engine) {
    List<String> problems = new ArrayList<>();
    Duration least = engine.windowSize().plus(engine.closedAfter());
    if (engine.retention().compareTo(least) < 0) {
      problems.add(
          "window.retention was '%s' but it must be at least window.grace and 7/6 of window.size, %s."
              .formatted(DurationText.format(engine.retention()), DurationText.format(least)));
    }
    if (engine.coarseSize().toMillis() % engine.windowSize().toMillis() != 0) {
      problems.add(
          "window.coarse.size was '%s' but it must be a multiple of window.size, %s."
              .formatted(
                  DurationText.format(engine.coarseSize()),
                  DurationText.format(engine.windowSize())));
    }
    return problems;
  }
}
