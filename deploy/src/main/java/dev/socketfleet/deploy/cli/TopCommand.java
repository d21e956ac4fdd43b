package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.text.TextTable;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet query top}: who has most sockets in a state. */
@Command(
    name = "top",
    description = {"Ranks hosts, endpoints or owners by their sockets in a state.", ""})
final class TopCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Option(
      names = "--state",
      required = true,
      paramLabel = "STATE",
      description = "Any system's spelling; several with commas.")
  private String state = "";

  @Option(
      names = "--by",
      paramLabel = "host|endpoint|owner",
      defaultValue = "host",
      description = "What is ranked. Default: ${DEFAULT-VALUE}")
  private String by = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many. Default: ${DEFAULT-VALUE}")
  private String limit = "";

  @Override
  public Integer call() throws InterruptedException {
    JsonNode body =
        api.client().get("/api/v1/top", Map.of("state", state, "by", by, "limit", limit));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.print(body, out)) {
      print(body.path("items"), out);
    }
    return ExitCode.OK;
  }

  private static void print(JsonNode items, PrintWriter out) {
    if (items.isEmpty()) {
      out.println("No sockets in that state.");
      return;
    }
    boolean hosts = items.path(0).has("host");
    TextTable table =
        hosts ? new TextTable("COUNT", "HOST") : new TextTable("COUNT", "HOSTS", "WHAT", "MOST ON");
    for (JsonNode item : items) {
      if (hosts) {
        table.add(item.path("count").asLong(), item.path("host").asText());
      } else {
        JsonNode most = item.path("topHost");
        table.add(
            item.path("count").asLong(),
            item.path("hosts").asLong(),
            what(item),
            most.path("host").asText() + " (" + most.path("count").asLong() + ")");
      }
    }
    Terminal.detect().print(table, out);
  }

  private static String what(JsonNode item) {
    return item.has("role")
        ? EndpointText.of(item)
        : (item.path("kind").asText() + " " + item.path("name").asText()).strip();
  }
}
