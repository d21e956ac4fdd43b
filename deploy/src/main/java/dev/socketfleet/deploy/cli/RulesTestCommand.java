package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet rules test}. */
@Command(
    name = "test",
    description = {
      "Checks the rules of a file and says what they alone would raise: at each host as it is now,",
      "as if it stayed so, or over recorded snapshots (--against), of which it tells every alert.",
      "What a rule has to learn first (spike, growth) shows over recorded snapshots only.",
      ""
    })
final class RulesTestCommand implements Callable<Integer> {

  private static final List<String> NEED_HISTORY = List.of("spike", "growth", "absent", "rate");

  /** Beyond the longest for, so that whatever holds fires. */
  private static final int MORE_SNAPSHOTS = 2;

  private static final int MAX_REPEATS = 2_000;

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Parameters(paramLabel = "FILE", description = "Rules in YAML or JSON; - for standard input.")
  private String file = "";

  @Option(
      names = "--against",
      paramLabel = "SNAPSHOTS",
      description = "Recorded snapshots, one as JSON a line; without it the API is asked.")
  private Optional<Path> against = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    List<Rule> rules = RuleFile.read(file);
    RuleTrial trial = new RuleTrial(RuleSet.of(rules));
    if (against.isPresent()) {
      int snapshots = replay(against.get(), trial);
      report(rules, trial.fired(), counted(snapshots, "snapshot", "snapshots"), List.of());
    } else {
      int hosts = askAll(rules, trial);
      List<String> unjudged =
          rules.stream().filter(rule -> NEED_HISTORY.contains(rule.kind())).map(Rule::id).toList();
      report(rules, trial.firing(), counted(hosts, "host", "hosts") + " as of now", unjudged);
    }
    return ExitCode.OK;
  }

  private static int replay(Path file, RuleTrial trial) {
    int line = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        if (!text.isBlank()) {
          trial.add(SnapshotCodec.decode(text.getBytes(StandardCharsets.UTF_8)));
        }
      }
      return line;
    } catch (MalformedRecordException e) {
      throw new CommandFailedException("%s, line %d: %s".formatted(file, line, e.getMessage()), e);
    } catch (IOException e) {
      throw new SetupException("--against: %s cannot be read: %s".formatted(file, e), e);
    }
  }

  private int askAll(List<Rule> rules, RuleTrial trial) throws InterruptedException {
    ApiClient client = api.client();
    Duration longest =
        rules.stream().map(Rule::holdFor).max(Duration::compareTo).orElse(Duration.ZERO);
    int hosts = 0;
    for (JsonNode host : client.list("/api/v1/hosts", Map.of("status", "up"), 0).path("items")) {
      String name = host.path("host").asText();
      Snapshot now =
          LiveSnapshot.of(client.get("/api/v1/hosts/" + ApiClient.segment(name), Map.of()));
      long repeats = MORE_SNAPSHOTS + longest.toMillis() / Math.max(1, now.interval().toMillis());
      for (long i = 0; i < Math.min(MAX_REPEATS, repeats); i++) {
        trial.add(later(now, i));
      }
      hosts++;
    }
    return hosts;
  }

  private static Snapshot later(Snapshot snapshot, long intervals) {
    return new Snapshot(
        snapshot.host(),
        snapshot.labels(),
        snapshot.os(),
        snapshot.boot(),
        intervals,
        snapshot.capturedAt().plus(snapshot.interval().multipliedBy(intervals)),
        snapshot.interval(),
        snapshot.source(),
        snapshot.complete(),
        snapshot.notes(),
        snapshot.groups(),
        snapshot.namespaces(),
        snapshot.collector());
  }

  private void report(List<Rule> rules, List<Alert> alerts, String over, List<String> unjudged) {
    PrintWriter out = spec.commandLine().getOut();
    if (json.print(body(rules, alerts, unjudged), out)) {
      return;
    }
    out.println(
        "%s good. Over %s %s."
            .formatted(
                counted(rules.size(), "rule is", "rules are"),
                over,
                alerts.isEmpty()
                    ? "nothing would fire"
                    : counted(alerts.size(), "alert", "alerts") + " would fire"));
    if (!unjudged.isEmpty()) {
      out.println("These have to see a host for a while first: " + String.join(", ", unjudged));
    }
    if (!alerts.isEmpty()) {
      Terminal.detect().print(new AlertText(ZoneId.systemDefault()).table(alerts), out);
    }
  }

  private static String counted(int number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  private static JsonNode body(List<Rule> rules, List<Alert> alerts, List<String> unjudged) {
    JsonMapper mapper = new JsonMapper();
    ObjectNode body = mapper.createObjectNode();
    ArrayNode names = body.putArray("rules");
    rules.forEach(rule -> names.add(rule.id()));
    ArrayNode items = body.putArray("items");
    try {
      for (Alert alert : alerts) {
        items.add(mapper.readTree(AlertCodec.encode(alert)));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the codec writes JSON", e);
    }
    unjudged.forEach(body.putArray("needHistory")::add);
    return body;
  }
}
