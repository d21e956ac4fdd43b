package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet query host}: the youngest snapshot of one host. */
@Command(
    name = "host",
    description = {"Shows the youngest snapshot of a host: endpoints, owners, accept queues.", ""})
final class HostCommand implements Callable<Integer> {

  private static final int MAX_NOTE = 300;

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Parameters(paramLabel = "HOST", description = "Id of the host.")
  private String host = "";

  @Override
  public Integer call() throws InterruptedException {
    JsonNode body = api.client().get("/api/v1/hosts/" + ApiClient.segment(host), Map.of());
    PrintWriter out = spec.commandLine().getOut();
    if (!json.print(body, out)) {
      print(body, out);
    }
    return ExitCode.OK;
  }

  private static void print(JsonNode body, PrintWriter out) {
    out.println(
        "%s  %s  %s, read by %s %s ago"
            .formatted(
                Quoted.of(body.path("host").asText()),
                Quoted.of(body.path("os").asText()),
                body.path("status").asText(),
                Quoted.of(body.path("source").asText()),
                Age.of(Instant.parse(body.path("lastSeen").asText()), Instant.now())));
    out.println(CountText.of(body.path("counts")));
    body.path("notes").forEach(note -> out.println("note: " + Quoted.of(note.asText(), MAX_NOTE)));
    out.println();
    TextTable table = new TextTable("ENDPOINT", "OWNER", "QUEUE", "SOCKETS");
    for (JsonNode endpoint : body.path("endpoints")) {
      table.add(
          EndpointText.of(endpoint),
          owner(endpoint.path("owners")),
          queue(endpoint.path("listen")),
          CountText.of(endpoint.path("counts")));
    }
    Terminal.detect().print(table, out);
  }

  private static String owner(JsonNode owners) {
    JsonNode first = owners.path(0);
    String name = first.path("name").asText();
    String shown = name.isEmpty() ? first.path("kind").asText("-") : name;
    String pid = first.has("pid") ? " (" + first.path("pid").asInt() + ")" : "";
    return shown + pid + (owners.size() > 1 ? " +" + (owners.size() - 1) : "");
  }

  private static String queue(JsonNode listen) {
    if (listen.isMissingNode()) {
      return "-";
    }
    String limit = listen.has("limit") ? "/" + listen.path("limit").asLong() : "";
    return listen.path("queued").asLong() + limit;
  }
}
