package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.text.NearestName;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet rules delete}. */
@Command(
    name = "delete",
    description = {
      "Takes back rules that `rules apply` published; their alerts resolve. A rule that ships and",
      "that they replaced is in force again. One that ships can only be switched off.",
      ""
    })
final class RulesDeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RulesTopic topic;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of the rules.")
  private List<String> ids = List.of();

  @Option(names = "--dry-run", description = "Show what would be deleted, and delete nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Optional<Rule>> onTopic = topic.read();
    RuleSet pack = RuleSet.defaults();
    List<String> problems = new ArrayList<>();
    Map<String, Optional<Rule>> values = new LinkedHashMap<>();
    for (String id : ids) {
      if (onTopic.containsKey(id)) {
        values.put(id, Optional.empty());
      } else {
        problems.add(problem(id, onTopic.keySet(), pack));
      }
    }
    if (!problems.isEmpty()) {
      throw new CommandFailedException("nothing was deleted.\n" + String.join("\n", problems));
    }
    if (!dryRun) {
      topic.write(values);
    }
    report(values.keySet(), pack);
    return ExitCode.OK;
  }

  private static String problem(String id, Set<String> published, RuleSet pack) {
    Optional<Rule> shipped = pack.rule(id);
    if (shipped.isPresent()) {
      return "rule '%s' ships with Socketfleet and can only be switched off:\n  echo '%s' | socketfleet rules apply -f -"
          .formatted(id, switchedOff(shipped.get()).replace("'", "'\\''"));
    }
    String nearest =
        NearestName.closeTo(id, published).map(it -> " Did you mean '" + it + "'?").orElse("");
    return "rule '%s' is not published.%s `socketfleet rules list` shows where each is from; one of a file goes when the file changes."
        .formatted(Quoted.of(id), nearest);
  }

  private static String switchedOff(Rule rule) {
    return new String(RuleCodec.encode(rule.disabled()), StandardCharsets.UTF_8);
  }

  private void report(Set<String> deleted, RuleSet pack) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode body = new JsonMapper().createObjectNode();
      deleted.forEach(body.putArray("deleted")::add);
      out.println(body.put("dryRun", dryRun).toPrettyString());
      return;
    }
    for (String id : deleted) {
      out.println(
          "%s %s%s"
              .formatted(
                  Quoted.of(id),
                  dryRun ? "would be deleted" : "deleted",
                  pack.rule(id).isPresent() ? "; the one that ships is in force again" : ""));
    }
  }
}
