package dev.socketfleet.collector;

import dev.socketfleet.collector.normalize.Normalizer;
import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.collector.source.SourceSelector;
import dev.socketfleet.collector.text.TextFormats;
import dev.socketfleet.collector.text.TextSettings;
import dev.socketfleet.collector.text.TextSocketSource;
import dev.socketfleet.common.config.Accepted;
import dev.socketfleet.common.config.Configuration;
import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.config.ConfigurationLoader;
import dev.socketfleet.common.config.SharedKeys;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.HostId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * What an operator may set of the collector. Where values come from, and in which order, see {@link
 * ConfigurationLoader}; the table of the README is made from {@link #keys()}.
 *
 * @param named whether the host id was configured
 * @param labels of the host, for people and rules
 * @param interval between two snapshots
 * @param source {@code auto} or the name of one
 * @param text what the text source reads
 * @param scope which network namespaces are read
 * @param groupLimit most groups of a snapshot
 * @param ringBytes memory of the snapshots that wait while Kafka is away
 * @param budgetPercent how much of the interval a capture may take, see {@link CaptureBudget}
 * @param phased whether the host takes its turn within the interval, so that a fleet does not send
 *     at one moment
 * @param clientProperties for the Kafka client, as they are
 * @param effective all keys and values, one a line, secrets hidden: for the log
 * @param warnings what deserves a line in the log, but is no error
 */
public record CollectorConfig(
    String bootstrapServers,
    Topics topics,
    String host,
    boolean named,
    Map<String, String> labels,
    Duration interval,
    String source,
    TextSettings text,
    NamespaceScope scope,
    int groupLimit,
    long ringBytes,
    boolean phased,
    int budgetPercent,
    Map<String, String> clientProperties,
    String effective,
    List<String> warnings) {

  public static final String HOST_ID = "host.id";
  public static final String LABELS = "labels";
  public static final String INTERVAL = "interval";
  public static final String SOURCE = "source";
  public static final String TEXT_INPUT = "text.input";
  public static final String TEXT_FORMAT = "text.format";
  public static final String TEXT_LIMIT = "text.limit";
  public static final String NETNS = "netns";
  public static final String GROUP_LIMIT = "group.limit";
  public static final String BUFFER_BYTES = "buffer.bytes";
  public static final String PHASE = "phase";
  public static final String CAPTURE_BUDGET = "capture.budget.percent";

  public CollectorConfig {
    labels = Map.copyOf(labels);
    clientProperties = Map.copyOf(clientProperties);
    warnings = List.copyOf(warnings);
  }

  /** The keys with types, defaults, ranges and help. */
  public static ConfigDef keys() {
    return SharedKeys.defineIn(new ConfigDef())
        .define(
            HOST_ID,
            ConfigDef.Type.STRING,
            "",
            Accepted.text(
                    "1 to 253 of A-Z a-z 0-9 . _ : -", it -> it.isEmpty() || HostId.isValid(it))
                .otherwise("Leave it out to use the machine's own name."),
            Importance.HIGH,
            "Id of this host, unique in the fleet. Without it, the machine's own name in lower"
                + " case.")
        .define(
            LABELS,
            ConfigDef.Type.STRING,
            "",
            Accepted.text(Labels.EXPECTATION, it -> Labels.parse(it).isPresent())
                .otherwise("For example dc:eu1,rack:r2."),
            Importance.MEDIUM,
            "What the fleet is grouped by in queries and rules, as dc:eu1,rack:r2.")
        .define(
            INTERVAL,
            ConfigDef.Type.STRING,
            "10s",
            Accepted.durations(Duration.ofMillis(200), Duration.ofHours(1)),
            Importance.HIGH,
            "Time between two snapshots.")
        .define(
            SOURCE,
            ConfigDef.Type.STRING,
            SourceSelector.AUTO,
            Accepted.oneOf(
                List.of(SourceSelector.AUTO, "netlink", "procfs", "oshi", TextSocketSource.NAME)),
            Importance.LOW,
            "How sockets are read; auto takes the best that works here, text reads what another host"
                + " printed.")
        .define(
            TEXT_INPUT,
            ConfigDef.Type.STRING,
            TextSettings.STANDARD_INPUT,
            Importance.LOW,
            "File that the source text reads anew for each snapshot; - is standard input, which is"
                + " good for one.")
        .define(
            TEXT_FORMAT,
            ConfigDef.Type.STRING,
            TextFormats.AUTO,
            Accepted.oneOf(TextFormats.names()),
            Importance.LOW,
            "Format of that text; auto recognizes it.")
        .define(
            TEXT_LIMIT,
            ConfigDef.Type.STRING,
            "64MiB",
            Accepted.sizes(1 << 10, 1L << 30),
            Importance.LOW,
            "Most of that text that is read; with more the snapshot is incomplete.")
        .define(
            NETNS,
            ConfigDef.Type.STRING,
            NamespaceScope.AUTO.wireName(),
            Accepted.oneOf(List.of("auto", "own", "all")),
            Importance.MEDIUM,
            "Which network namespaces are read: auto is all when the collector runs in the host's"
                + " own with the rights to enter others, else its own.")
        .define(
            GROUP_LIMIT,
            ConfigDef.Type.INT,
            Normalizer.GROUP_LIMIT,
            Accepted.integers(2, Normalizer.GROUP_LIMIT),
            Importance.LOW,
            "Most groups of a snapshot; what is beyond goes into one group per role, so that totals"
                + " stay exact.")
        .define(
            BUFFER_BYTES,
            ConfigDef.Type.STRING,
            "16MiB",
            Accepted.sizes(1 << 20, 1L << 30),
            Importance.MEDIUM,
            "Memory for snapshots that wait while Kafka is away; the oldest are dropped for the"
                + " youngest.")
        .define(
            PHASE,
            ConfigDef.Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether this host captures at its own moment of the interval, which follows from its"
                + " id, so that a fleet does not send all at once. The first one is at the start.")
        .define(
            CAPTURE_BUDGET,
            ConfigDef.Type.INT,
            20,
            Accepted.integers(1, 100),
            Importance.LOW,
            "Percent of the interval that a capture may take. Over it the interval gets longer, and"
                + " the snapshots say so.");
  }

  /**
   * Reads and checks all.
   *
   * @param overrides from the command line, by key
   * @throws ConfigurationException with every problem
   */
  public static CollectorConfig load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
    ConfigurationLoader loader = new ConfigurationLoader(keys());
    file.ifPresent(loader::file);
    return from(loader.environment(environment).overrides(overrides).load());
  }

  /** Whether another host's text is read, rather than this host's sockets. */
  boolean readsText() {
    return source.equals(TextSocketSource.NAME);
  }

  private static CollectorConfig from(Configuration values) {
    String host = values.text(HOST_ID);
    return new CollectorConfig(
        values.text(SharedKeys.BOOTSTRAP_SERVERS),
        new Topics(values.text(SharedKeys.TOPIC_PREFIX)),
        host.isEmpty() ? HostName.find() : host,
        !host.isEmpty(),
        Labels.parse(values.text(LABELS)).orElseThrow(),
        values.duration(INTERVAL),
        values.text(SOURCE),
        new TextSettings(
            values.text(TEXT_INPUT), values.text(TEXT_FORMAT), values.size(TEXT_LIMIT)),
        NamespaceScope.ofWireName(values.text(NETNS)).orElseThrow(),
        values.integer(GROUP_LIMIT),
        values.size(BUFFER_BYTES),
        values.flag(PHASE),
        values.integer(CAPTURE_BUDGET),
        values.clientProperties(),
        values.render(),
        values.warnings());
  }
}
