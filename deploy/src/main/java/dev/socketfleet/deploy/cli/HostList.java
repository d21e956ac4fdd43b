package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.text.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The list of hosts, with the options of every command that shows it. */
final class HostList {

  @Mixin private ApiOptions api;
  @Mixin private TableOutput output;

  @Option(
      names = "--label",
      paramLabel = "KEY:VALUE",
      description = "Only hosts with this label; several times: with all of them.")
  private List<String> labels = List.of();

  @Option(
      names = "--status",
      paramLabel = "up|silent",
      completionCandidates = Candidates.HostStatuses.class,
      description = "Only hosts with this status.")
  private String status = "";

  @Mixin private Limit limit;

  int run(CommandSpec spec) throws InterruptedException {
    return output.run(
        spec,
        api.client(),
        Question.list(
            "/api/v1/hosts",
            Map.of("label", String.join("\n", labels), "status", status),
            limit.orElse(0)),
        (answer, terminal) -> lines(answer.path("items"), terminal));
  }

  private static List<String> lines(JsonNode hosts, Terminal terminal) {
    if (hosts.isEmpty()) {
      return List.of("No hosts.");
    }
    Instant now = Instant.now();
    TextTable table =
        new TextTable("HOST", "STATUS", "SEEN", "SOURCE", "LABELS", "TROUBLE", "TOTAL", "SOCKETS")
            .preferring("SOCKETS", 30)
            .yielding("LABELS", "SOURCE", "TROUBLE", "SEEN");
    for (JsonNode host : hosts) {
      table.add(
          host.path("host").asText(),
          host.path("status").asText(),
          Age.of(Instant.parse(host.path("lastSeen").asText()), now),
          host.path("source").asText(),
          labels(host.path("labels")),
          trouble(host),
          CountText.total(host.path("counts")),
          CountText.of(host.path("counts")));
    }
    return terminal.lines(table);
  }

  private static String labels(JsonNode labels) {
    List<String> parts = new ArrayList<>();
    labels.properties().forEach(it -> parts.add(it.getKey() + ":" + it.getValue().asText()));
    return parts.isEmpty() ? "-" : String.join(" ", parts);
  }

  private static String trouble(JsonNode host) {
    List<String> trouble = new ArrayList<>();
    if (!host.path("complete").asBoolean()) {
      trouble.add("incomplete");
    }
    if (host.has("skewMs")) {
      trouble.add("clock off by %d s".formatted(host.path("skewMs").asLong() / 1_000));
    }
    for (String counter : List.of("lost", "late", "duplicates")) {
      if (host.path(counter).asLong() > 0) {
        trouble.add(counter + " " + host.path(counter).asLong());
      }
    }
    return trouble.isEmpty() ? "-" : String.join(", ", trouble);
  }
}
