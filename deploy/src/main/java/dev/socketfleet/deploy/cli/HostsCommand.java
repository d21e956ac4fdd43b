package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.text.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet hosts}: the hosts of the fleet and how they are. */
@Command(
    name = "hosts",
    description = {"Lists the hosts: last snapshot, sockets per state, trouble.", ""})
final class HostsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Option(
      names = "--label",
      paramLabel = "KEY:VALUE",
      description = "Only hosts with this label; several times: with all of them.")
  private List<String> labels = List.of();

  @Option(
      names = "--status",
      paramLabel = "up|silent",
      description = "Only hosts with this status.")
  private String status = "";

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: all.")
  private int limit;

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode hosts =
        api.client()
            .list(
                "/api/v1/hosts",
                Map.of("label", String.join("\n", labels), "status", status),
                limit);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.print(hosts, out)) {
      print(hosts.path("items"), out);
    }
    return ExitCode.OK;
  }

  private static void print(JsonNode hosts, PrintWriter out) {
    if (hosts.isEmpty()) {
      out.println("No hosts.");
      return;
    }
    Instant now = Instant.now();
    TextTable table = new TextTable("HOST", "STATUS", "SEEN", "SOURCE", "TROUBLE", "SOCKETS");
    for (JsonNode host : hosts) {
      table.add(
          host.path("host").asText(),
          host.path("status").asText(),
          Age.of(Instant.parse(host.path("lastSeen").asText()), now),
          host.path("source").asText(),
          trouble(host),
          CountText.of(host.path("counts")));
    }
    Terminal.detect().print(table, out);
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
