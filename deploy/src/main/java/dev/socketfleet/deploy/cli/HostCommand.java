package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
  @Mixin private QueryOutput output;

  @Parameters(paramLabel = "HOST", description = "Id of the host.")
  private String host = "";

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = api.client();
    Question question = Question.of("/api/v1/hosts/" + ApiClient.segment(host), Map.of());
    return output.run(spec, () -> HostNames.ask(client, question, host), HostCommand::lines);
  }

  private static List<String> lines(JsonNode body, Terminal terminal) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %s, read by %s %s ago"
            .formatted(
                Quoted.of(body.path("host").asText()),
                Quoted.of(body.path("os").asText()),
                body.path("status").asText(),
                Quoted.of(body.path("source").asText()),
                Age.of(Instant.parse(body.path("lastSeen").asText()), Instant.now())));
    lines.add(CountText.of(body.path("counts")));
    body.path("notes").forEach(note -> lines.add("note: " + Quoted.of(note.asText(), MAX_NOTE)));
    lines.add("");
    lines.replaceAll(terminal::fit);
    lines.addAll(terminal.lines(table(body.path("endpoints"))));
    return lines;
  }

  private static TextTable table(JsonNode endpoints) {
    TextTable table =
        new TextTable("ENDPOINT", "NETNS", "OWNER", "QUEUE", "TOTAL", "SOCKETS").yielding("NETNS");
    for (JsonNode endpoint : endpoints) {
      table.add(
          EndpointText.of(endpoint),
          netns(endpoint.path("owners")),
          owner(endpoint.path("owners")),
          queue(endpoint.path("listen")),
          CountText.total(endpoint.path("counts")),
          CountText.of(endpoint.path("counts")));
    }
    return table;
  }

  private static String netns(JsonNode owners) {
    List<String> names = new ArrayList<>();
    owners.forEach(owner -> names.add(owner.path("netns").asText("-")));
    List<String> distinct = names.stream().distinct().toList();
    return distinct.isEmpty()
        ? "-"
        : distinct.get(0) + (distinct.size() > 1 ? " +" + (distinct.size() - 1) : "");
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
