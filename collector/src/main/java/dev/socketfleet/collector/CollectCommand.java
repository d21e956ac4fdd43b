package dev.socketfleet.collector;

import dev.socketfleet.collector.publish.SnapshotPublisher;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.collector.text.TextSocketSource;
import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.config.SharedKeys;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code socketfleet collect}: the collector of one host, or one snapshot of it. */
@Command(
    name = "collect",
    addMethodSubcommands = false,
    description = {
      "Counts this host's TCP sockets at a fixed rate and publishes the snapshots to Kafka.",
      "With --once --print it shows one snapshot and needs no Kafka.",
      ""
    },
    footer = {
      "",
      "Any key can also come from the environment: interval is SOCKETFLEET_INTERVAL.",
      "Exit codes: 0 done, 1 failed at run time, 2 usage or configuration."
    })
public final class CollectCommand implements Callable<Integer> {

  private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "Take one snapshot and end.")
  private boolean once;

  @Option(names = "--print", description = "Print the snapshot; Kafka is not needed. With --once.")
  private boolean print;

  @Option(
      names = "--json",
      description = "Print it as JSON, as it would be published, and nothing else. With --print.")
  private boolean json;

  @Option(names = "--config", paramLabel = "FILE", description = "Properties file to read.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any key of the configuration; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = {"--bootstrap-server", "--bootstrap"},
      paramLabel = "HOST:PORT",
      description = "Kafka brokers to start from.")
  private @Nullable String bootstrap;

  @Option(
      names = {"--host", "--host-id"},
      paramLabel = "ID",
      description = "Id of this host. Default: its host name.")
  private @Nullable String host;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      description = "Time between two snapshots, as 10s.")
  private @Nullable String interval;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "How sockets are read: auto, netlink, procfs, oshi or text. Default: auto")
  private @Nullable String source;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "What ss, netstat or their kind printed on another host, read anew for each snapshot. Default: -, standard input, for one snapshot. Implies --source text.")
  private @Nullable String input;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Format of the input. Default: auto, by what it looks like.")
  private @Nullable String format;

  @Option(
      names = "--netns",
      paramLabel = "SCOPE",
      description = "Which network namespaces: auto, own or all. Default: auto")
  private @Nullable String netns;

  @Option(
      names = "--label",
      paramLabel = "NAME:VALUE",
      description = "A label of this host; may be repeated.")
  private String[] labels = {};

  @Override
  public Integer call() throws InterruptedException {
    try {
      return run();
    } catch (ConfigurationException e) {
      return complain(e, ExitCode.USAGE);
    } catch (SourceUnavailableException e) {
      return complain(e, ExitCode.SOFTWARE);
    }
  }

  private int complain(Exception error, int exitCode) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + error.getMessage());
    return exitCode;
  }

  private int run() throws SourceUnavailableException, InterruptedException {
    if (print && !once) {
      throw new ParameterException(spec.commandLine(), "--print goes with --once.");
    }
    if (json && !print) {
      throw new ParameterException(spec.commandLine(), "--json goes with --once --print.");
    }
    CollectorConfig config =
        CollectorConfig.load(Optional.ofNullable(file), System.getenv(), overrides());
    requireName(config);
    if (print) {
      return printOne(config);
    }
    boolean endsItself = once || (config.readsText() && config.text().isStandardInput());
    return endsItself ? publishOne(config) : collect(config);
  }

  /** What is printed may go without a name; what is published may not go under a wrong one. */
  private void requireName(CollectorConfig config) {
    if (config.readsText() && !config.named() && !print) {
      throw new ParameterException(
          spec.commandLine(),
          "--source text needs --host: the text does not tell which host it is of.");
    }
    if (!config.readsText() && (input != null || format != null)) {
      throw new ParameterException(
          spec.commandLine(), "--input and --format go with --source text.");
    }
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>(settings);
    put(overrides, SharedKeys.BOOTSTRAP_SERVERS, bootstrap);
    put(overrides, CollectorConfig.HOST_ID, host);
    put(overrides, CollectorConfig.INTERVAL, interval);
    put(overrides, CollectorConfig.SOURCE, source);
    put(overrides, CollectorConfig.TEXT_INPUT, input);
    put(overrides, CollectorConfig.TEXT_FORMAT, format);
    if (input != null && source == null) {
      overrides.put(CollectorConfig.SOURCE, TextSocketSource.NAME);
    }
    put(overrides, CollectorConfig.NETNS, netns);
    if (labels.length > 0) {
      overrides.put(CollectorConfig.LABELS, String.join(",", labels).replace('=', ':'));
    }
    return overrides;
  }

  private static void put(Map<String, String> overrides, String key, @Nullable String value) {
    if (value != null) {
      overrides.put(key, value);
    }
  }

  private int printOne(CollectorConfig config) throws SourceUnavailableException {
    PrintWriter out = spec.commandLine().getOut();
    try (HostCollector collector = new HostCollector(config, Clock.systemUTC())) {
      collector.start();
      Snapshot snapshot = collector.capture(() -> 0);
      if (json) {
        out.println(new String(SnapshotCodec.encode(snapshot), StandardCharsets.UTF_8));
      } else {
        new SnapshotTable(snapshot).lines().forEach(out::println);
      }
      out.flush();
      return snapshot.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private int publishOne(CollectorConfig config)
      throws SourceUnavailableException, InterruptedException {
    Map<String, Object> client = new LinkedHashMap<>(config.clientProperties());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    try (HostCollector collector = new HostCollector(config, Clock.systemUTC());
        SnapshotPublisher publisher =
            new SnapshotPublisher(
                client,
                config.topics().snapshots(),
                config.host(),
                config.ringBytes(),
                Clock.systemUTC())) {
      publisher.start();
      collector.start();
      publisher.publish(collector.capture(publisher::dropped));
      if (publisher.flush(PUBLISH_WITHIN)) {
        return ExitCode.OK;
      }
      spec.commandLine()
          .getErr()
          .printf(
              "%s: the snapshot was not acknowledged by %s within %d s. Is the broker reachable, and does the topic %s exist?%n",
              spec.qualifiedName(),
              Quoted.of(config.bootstrapServers()),
              PUBLISH_WITHIN.toSeconds(),
              config.topics().snapshots());
      return ExitCode.SOFTWARE;
    }
  }

  /** Runs until a signal ends the process, and then sends what waits. */
  private static int collect(CollectorConfig config)
      throws SourceUnavailableException, InterruptedException {
    try (CollectorApp app = new CollectorApp(config, Clock.systemUTC())) {
      Thread hook = new Thread(app::close, "stop-collector");
      Runtime.getRuntime().addShutdownHook(hook);
      app.start();
      app.awaitEnd();
      return ExitCode.OK;
    }
  }
}
