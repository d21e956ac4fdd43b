package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

/** {@code socketfleet rules}: the rules in force. */
@Command(
    name = "rules",
    description = {"Lists the rules in force; with --json in full.", ""})
final class RulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Override
  public Integer call() throws InterruptedException {
    JsonNode body = api.client().get("/api/v1/rules", Map.of());
    PrintWriter out = spec.commandLine().getOut();
    if (!json.print(body, out)) {
      print(body.path("items"), out);
    }
    return ExitCode.OK;
  }

  private static void print(JsonNode rules, PrintWriter out) {
    TextTable table =
        new TextTable("ID", "KIND", "SEVERITY", "STATE", "ENABLED", "FOR", "PARAMETERS");
    for (JsonNode rule : rules) {
      table.add(
          rule.path("id").asText(),
          rule.path("kind").asText(),
          rule.path("severity").asText(),
          states(rule.path("select").path("state")),
          rule.path("enabled").asBoolean() ? "yes" : "no",
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

  private static String parameters(JsonNode parameters) {
    return parameters.properties().stream()
        .map(it -> it.getKey() + " " + text(it.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
