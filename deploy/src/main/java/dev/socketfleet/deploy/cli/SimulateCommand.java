package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.simulate.FleetFeed;
import dev.socketfleet.deploy.simulate.JsonLinesSink;
import dev.socketfleet.deploy.simulate.KafkaSink;
import dev.socketfleet.deploy.simulate.Pace;
import dev.socketfleet.deploy.simulate.Progress;
import dev.socketfleet.deploy.simulate.SnapshotSink;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.incident.Expectation;
import dev.socketfleet.deploy.simulate.incident.Incident;
import dev.socketfleet.deploy.simulate.incident.Truth;
import dev.socketfleet.deploy.simulate.incident.TruthLine;
import dev.socketfleet.deploy.simulate.score.EngineRun;
import dev.socketfleet.deploy.simulate.score.Score;
import dev.socketfleet.deploy.simulate.score.Scorer;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet simulate}: a synthetic fleet with labelled incidents. */
@Command(
    name = "simulate",
    description = {
      "A synthetic fleet with labelled incidents, seeded and repeatable: published as real snapshots, in",
      "real time or for the time up to now at a rate; written as JSON lines; or judged by the rules without",
      "a broker, with a score against the truth (--engine).",
      ""
    })
final class SimulateCommand implements Callable<Integer> {

  /** A Monday: what needs no present begins here, so that the same seed gives the same run. */
  private static final Instant USUAL_START = Instant.parse("2026-01-05T00:00:00Z");

  @Spec private CommandSpec spec;
  @Mixin private SimulateOptions options;
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "First part of every topic name. Default: ${DEFAULT-VALUE}")
  private String prefix = Topics.DEFAULT_PREFIX;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description =
          "Snapshots a second. What is published then is the time up to now, which streams takes for snapshots that waited.")
  private double rate;

  @Option(names = "--max", description = "As fast as possible, else as --rate.")
  private boolean max;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description =
          "ISO-8601 time at which it begins; with --json-lines or --engine only. Default: 2026-01-05T00:00:00Z")
  private @Nullable String start;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Writes what should be raised, one JSON object a line.")
  private @Nullable Path truth;

  @Option(
      names = "--json-lines",
      paramLabel = "FILE|-",
      description = "Writes the snapshots to a file or standard output in place of Kafka.")
  private @Nullable String jsonLines;

  @Option(
      names = "--engine",
      description = "Lets the rules judge them, without a broker, and prints alerts and a score.")
  private boolean engine;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Rules on top of those that ship, with --engine.")
  private @Nullable Path rules;

  @Mixin private JsonOutput json;

  @Override
  public Integer call() throws InterruptedException {
    check();
    boolean pastUntilNow = jsonLines == null && !engine && (max || rate > 0);
    Instant begin = begin(pastUntilNow);
    SimulatedFleet fleet = options.fleet(begin);
    List<Incident> incidents = options.inflict(fleet);
    long intervals = fleet.intervals(options.length());
    List<Expectation> expected =
        truth == null && !engine ? List.of() : new Truth(fleet, intervals).of(incidents);
    if (truth != null) {
      writeTruth(truth, expected);
    }
    if (engine) {
      judge(fleet, intervals, expected);
    } else {
      feed(fleet, intervals);
    }
    return ExitCode.OK;
  }

  private void check() {
    options.check();
    if (rate < 0 || rate > 1_000_000) {
      throw new SetupException("--rate was '%s' but it must be in 0..1000000".formatted(rate));
    }
    if (max && rate > 0) {
      throw new SetupException("--rate and --max exclude one another: give one of them");
    }
    if (engine && (jsonLines != null || max || rate > 0)) {
      throw new SetupException(
          "--engine neither writes nor publishes: leave out --json-lines, --rate and --max");
    }
    if (!engine && (rules != null || json.wanted())) {
      throw new SetupException("--rules and --json belong to --engine: give it, too");
    }
    if (start != null && !engine && jsonLines == null) {
      throw new SetupException(
          "--start was '%s' but what is published begins now, or ends now with --rate and --max"
              .formatted(Quoted.of(start)));
    }
  }

  private Instant begin(boolean pastUntilNow) {
    if (jsonLines == null && !engine) {
      Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
      return pastUntilNow ? now.minus(options.length()) : now;
    }
    if (start == null) {
      return USUAL_START;
    }
    try {
      return Instant.parse(start);
    } catch (DateTimeParseException e) {
      throw new SetupException(
          "--start was '%s' but it must be a time such as 2026-01-05T00:00:00Z"
              .formatted(Quoted.of(start)),
          e);
    }
  }

  private static void writeTruth(Path file, List<Expectation> expected) {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, UTF_8))) {
      expected.forEach(one -> out.println(TruthLine.of(one)));
    } catch (IOException e) {
      throw new SetupException(
          "--truth was '%s' but it cannot be written: %s".formatted(file, e), e);
    }
  }

  private void judge(SimulatedFleet fleet, long intervals, List<Expectation> expected)
      throws InterruptedException {
    RuleSet judging = judging();
    Progress progress = progress(intervals);
    EngineRun run = new EngineRun(fleet, judging, Runtime.getRuntime().availableProcessors());
    Score score = new Scorer(expected, options.interval()).score(run.run(intervals, progress::add));
    progress.end();
    PrintWriter out = spec.commandLine().getOut();
    ScoreText text = new ScoreText(score);
    if (!json.print(text.json(), out)) {
      text.print(out);
    }
    summary("judged", progress);
  }

  private RuleSet judging() {
    if (rules == null) {
      return RuleSet.defaults();
    }
    try {
      List<Rule> own = RuleCodec.decodeAll(rules.toString(), Files.readAllBytes(rules));
      return RuleSet.defaults().overriddenBy(own);
    } catch (IOException e) {
      throw new SetupException("--rules was '%s' but it cannot be read: %s".formatted(rules, e), e);
    } catch (InvalidRulesException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }

  private void feed(SimulatedFleet fleet, long intervals) {
    Thread feeding = Thread.currentThread();
    StopOnShutdown stop = new StopOnShutdown(feeding);
    Progress progress = progress(intervals);
    try (SnapshotSink sink = sink()) {
      new FleetFeed(fleet, pace(), sink).run(intervals, number -> progress.add(1));
    } finally {
      progress.end();
      summary(jsonLines == null ? "published" : "written", progress);
      stop.ended();
    }
  }

  private Pace pace() {
    if (rate > 0) {
      return new Pace.Rate(rate, System.nanoTime());
    }
    return max || jsonLines != null ? new Pace.Highest() : new Pace.RealTime();
  }

  private SnapshotSink sink() {
    if (jsonLines == null) {
      Map<String, Object> client = new HashMap<>(KafkaOptions.properties(kafka.commandConfig));
      client.put("bootstrap.servers", kafka.bootstrapServers);
      return new KafkaSink(client, topic(), Clock.systemUTC());
    }
    try {
      OutputStream out =
          jsonLines.equals("-") ? new Uncloseable(System.out) : new FileOutputStream(jsonLines);
      return new JsonLinesSink(new BufferedOutputStream(out, 1 << 16));
    } catch (IOException e) {
      throw new SetupException(
          "--json-lines was '%s' but it cannot be written: %s"
              .formatted(Quoted.of(jsonLines), e.getMessage()),
          e);
    }
  }

  /** Standard output belongs to the process. */
  private static final class Uncloseable extends FilterOutputStream {

    Uncloseable(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private String topic() {
    try {
      return new Topics(prefix).snapshots();
    } catch (IllegalArgumentException e) {
      throw new SetupException("--prefix: " + e.getMessage(), e);
    }
  }

  private Progress progress(long intervals) {
    boolean terminal = Terminal.detect().columns() != Integer.MAX_VALUE;
    return new Progress(spec.commandLine().getErr(), terminal, intervals * options.hosts());
  }

  private void summary(String what, Progress progress) {
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "%d snapshots %s in %.1f s, seed %d%n",
            progress.done(),
            what,
            progress.seconds(),
            options.seed());
  }
}
