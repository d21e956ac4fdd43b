package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.TextTable;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code socketfleet rules list}. */
@Command(
    name = "list",
    description = {
      "Lists the rules in force of one instance: those that ship (pack), over them those of its",
      "rules.file (file), over them those that `rules apply` published (topic).",
      "Records on the topic that are no rule are named below the table.",
      ""
    })
final class RulesListCommand implements Callable<Integer> {

  private static final int MAX_PROBLEM = 600;

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Override
  public Integer call() throws InterruptedException {
    return list(api.client(), json, spec.commandLine().getOut());
  }

  static int list(ApiClient client, JsonOutput json, PrintWriter out) throws InterruptedException {
    JsonNode body = client.get("/api/v1/rules", Map.of());
    if (!json.print(body, out)) {
      print(body.path("items"), out);
      body.path("refused").forEach(refused -> out.println(refused(refused)));
    }
    return ExitCode.OK;
  }

  private static String refused(JsonNode refused) {
    return "not a rule, changes nothing: key '%s' at %s: %s"
        .formatted(
            Quoted.of(refused.path("key").asText()),
            Quoted.of(refused.path("source").asText()),
            Quoted.of(refused.path("problem").asText(), MAX_PROBLEM));
  }

  private static void print(JsonNode rules, PrintWriter out) {
    TextTable table =
        new TextTable(
            "ID",
            "KIND",
            "SEVERITY",
            "STATE",
            "ENABLED",
            "ORIGIN",
            "REVISION",
            "FOR",
            "PARAMETERS");
    for (JsonNode rule : rules) {
      table.add(
          rule.path("id").asText(),
          rule.path("kind").asText(),
          rule.path("severity").asText(),
          states(rule.path("select").path("state")),
          rule.path("enabled").asBoolean() ? "yes" : "no",
          rule.path("origin").asText("-"),
          rule.path("revision").asText(),
          rule.path("for").asText(),
          parameters(rule.path("parameters")));
    }
    Terminal.detect().print(table, out);
  }

  private static String states(JsonNode states) {
    return states.isEmpty()
        ? "-"
        : StreamSupport.stream(states.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(","));
  }

  /** The parameters of a rule in one line. */
  static String parameters(JsonNode parameters) {
    return parameters.properties().stream()
        .map(it -> it.getKey() + " " + text(it.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
