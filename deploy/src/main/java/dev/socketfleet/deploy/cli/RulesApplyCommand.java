package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet rules apply}. */
@Command(
    name = "apply",
    description = {
      "Publishes the rules of a file: in force in every instance within seconds, without a restart.",
      "All of them are checked first; when one is wrong nothing is published.",
      "Shows what changes against what is published, or else against what ships.",
      ""
    })
final class RulesApplyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RulesTopic topic;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "Rules in YAML or JSON, one or a list under `rules:`; - for standard input.")
  private String file = "";

  @Option(names = "--dry-run", description = "Show what would change, and publish nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    List<Rule> rules = RuleFile.read(file);
    Map<String, Optional<Rule>> onTopic = topic.read();
    RuleSet pack = RuleSet.defaults();
    List<RuleChange> changes =
        rules.stream().map(rule -> RuleChange.of(rule, onTopic, pack)).toList();
    Map<String, Optional<Rule>> values = new LinkedHashMap<>();
    for (RuleChange change : changes) {
      if (change.kind() != RuleChange.Kind.UNCHANGED) {
        values.put(change.rule().id(), Optional.of(change.rule()));
      }
    }
    if (!dryRun && !values.isEmpty()) {
      topic.write(values);
    }
    report(changes, values.size());
    return ExitCode.OK;
  }

  private void report(List<RuleChange> changes, int published) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode body = new JsonMapper().createObjectNode();
      ArrayNode items = body.putArray("items");
      changes.forEach(change -> change.addTo(items));
      out.println(body.put("published", dryRun ? 0 : published).toPrettyString());
      return;
    }
    TextTable table = new TextTable("ID", "CHANGE");
    changes.forEach(change -> table.add(change.rule().id(), change.kind().shown()));
    Terminal.detect().print(table, out);
    changes.stream()
        .filter(change -> !change.fields().isEmpty())
        .forEach(change -> out.println(change.rule().id() + ": " + change.text()));
    out.println(
        dryRun
            ? published + " would be published; nothing was."
            : published + " published. See what is in force with: socketfleet rules list");
  }
}
