package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.backtest.Backtest;
import dev.socketfleet.deploy.backtest.RecordedTopic;
import dev.socketfleet.deploy.backtest.Told;
import dev.socketfleet.streams.query.TimeExpression;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet backtest}: the rules over what was recorded. */
@Command(
    name = "backtest",
    description = {
      "Runs the rules over recorded snapshots or a series of measurements, on the clock of the",
      "records, and prints every alert that they would have raised.",
      ""
    })
final class BacktestCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "INPUT",
      description = {
        "Snapshots, one JSON object a line, or a CSV with timestamp and value; - is standard input.",
        "Several files of snapshots are one recording; each CSV is a series on its own."
      })
  private List<String> inputs = List.of();

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Only these rules. Default: those that ship, and for a CSV one spike rule for its state")
  private Optional<Path> rules = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "close_wait",
      description = "What the values of a CSV are counts of. Default: ${DEFAULT-VALUE}")
  private String state = "";

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description =
          "Between two rows of a CSV, where their times do not tell. Default: ${DEFAULT-VALUE}")
  private Duration step = Duration.ofMinutes(1);

  @Option(
      names = "--minimum",
      paramLabel = "N",
      defaultValue = "0",
      description = "No value of a CSV below this is a spike. Default: ${DEFAULT-VALUE}")
  private double minimum;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "Names each CSV by its path below this folder.")
  private Optional<Path> root = Optional.empty();

  @Option(names = "--json", description = "Print one line of JSON for each alert that was raised.")
  private boolean json;

  @ArgGroup(exclusive = false, heading = "Snapshots of a topic:%n")
  private @Nullable FromTopic fromTopic;

  /** Reads a topic in place of files. */
  static final class FromTopic {
    @Option(
        names = {"--bootstrap-server", "--bootstrap"},
        required = true,
        paramLabel = "HOST:PORT",
        description = "Judges the topic of snapshots at these Kafka brokers.")
    private String bootstrapServers = "";

    @Option(
        names = "--command-config",
        paramLabel = "FILE",
        description = "Kafka client properties, for TLS and authentication.")
    private Optional<Path> commandConfig = Optional.empty();

    @Option(
        names = "--topic-prefix",
        paramLabel = "NAME",
        defaultValue = Topics.DEFAULT_PREFIX,
        description = "First part of the topic's name. Default: ${DEFAULT-VALUE}")
    private String prefix = Topics.DEFAULT_PREFIX;

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "Appended at this time or later: ISO-8601, or before now as in -2h.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Appended before this time.")
    private Optional<String> to = Optional.empty();
  }

  @Override
  public Integer call() throws IOException {
    if (inputs.isEmpty() == (fromTopic == null)) {
      throw new SetupException(
          "there must be an INPUT or --bootstrap-server, and not both. See: socketfleet backtest --help");
    }
    Backtest backtest = new Backtest(settings(), this::print);
    if (fromTopic != null) {
      backtest.read(topic(fromTopic));
    }
    for (String input : inputs) {
      read(input, backtest);
    }
    if (!json) {
      out().println(text(backtest.summary()));
    }
    return ExitCode.OK;
  }

  private Backtest.Settings settings() {
    if (!(minimum >= 0)) {
      throw new SetupException("--minimum was '%s' but it must be at least 0".formatted(minimum));
    }
    if (step.isZero()) {
      throw new SetupException("--step was '0s' but it must be above 0");
    }
    return new Backtest.Settings(rules.map(BacktestCommand::rules), state(), step, minimum);
  }

  private SocketState state() {
    try {
      Set<SocketState> states = StateDictionary.load().parse(state);
      if (states.size() > 1) {
        throw new SetupException(
            "--state was '%s' but a CSV is one state: use one of %s"
                .formatted(Quoted.of(state), states.stream().map(SocketState::wireName).toList()));
      }
      return states.iterator().next();
    } catch (IllegalArgumentException e) {
      throw new SetupException("--state: " + e.getMessage(), e);
    }
  }

  private static RuleSet rules(Path file) {
    try {
      return RuleSet.of(RuleCodec.decodeAll(file.toString(), Files.readAllBytes(file)));
    } catch (InvalidRulesException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new SetupException(
          "--rules was '%s' but it cannot be read: %s".formatted(file, reason(e)), e);
    }
  }

  private static RecordedTopic topic(FromTopic source) {
    Instant now = Instant.now();
    try {
      Map<String, Object> settings = new HashMap<>(KafkaOptions.properties(source.commandConfig));
      settings.put("bootstrap.servers", source.bootstrapServers);
      return new RecordedTopic(
          settings,
          new Topics(source.prefix).snapshots(),
          source.from.map(it -> TimeExpression.parse(it, now)).orElse(Instant.EPOCH),
          source.to.map(it -> TimeExpression.parse(it, now)).orElse(now));
    } catch (IllegalArgumentException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }

  private void read(String input, Backtest backtest) throws IOException {
    try (BufferedReader in = open(input)) {
      backtest.read(name(input), in);
    }
  }

  private static BufferedReader open(String input) {
    if (input.equals(STANDARD_INPUT)) {
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
    try {
      return Files.newBufferedReader(Path.of(input));
    } catch (IOException e) {
      throw new CommandFailedException(
          "%s cannot be read: %s".formatted(Quoted.of(input), reason(e)), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "it does not exist" : String.valueOf(e.getMessage());
  }

  private String name(String input) {
    if (input.equals(STANDARD_INPUT) || root.isEmpty()) {
      return input;
    }
    Path folder = root.get().toAbsolutePath().normalize();
    Path file = Path.of(input).toAbsolutePath().normalize();
    if (!file.startsWith(folder)) {
      throw new SetupException(
          "%s is not below --root %s"
              .formatted(Quoted.of(input), Quoted.of(root.get().toString())));
    }
    return folder.relativize(file).toString();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void print(Told told) {
    BacktestText text = new BacktestText(told);
    if (!json) {
      out().println(text.line());
    } else if (told.alert().status() == AlertStatus.FIRING) {
      out().println(text.json());
    }
  }

  private static String text(Backtest.Summary summary) {
    StringBuilder text = new StringBuilder();
    if (summary.series() > 0) {
      text.append("%d series, %d rows. ".formatted(summary.series(), summary.rows()));
    }
    if (summary.series() == 0 || summary.snapshots() > 0) {
      text.append(
          "%d snapshots, of which %d were repeated, late or incomplete. "
              .formatted(summary.snapshots(), summary.notJudged()));
    }
    if (summary.malformed() > 0) {
      text.append("%d records were no snapshots. ".formatted(summary.malformed()));
    }
    return text.append(
            "%d alerts raised, %d of them resolved."
                .formatted(summary.raised(), summary.resolved()))
        .toString();
  }
}
