package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.text.TextTable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet query endpoints}: the ports of the fleet. */
@Command(
    name = "endpoints",
    description = {
      "Lists the endpoints of the fleet, or of the hosts with a label, in the youngest closed window,",
      "those with most sockets first.",
      ""
    })
final class EndpointsCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private TableOutput output;

  @Option(
      names = "--role",
      paramLabel = "server|client",
      completionCandidates = Candidates.Roles.class,
      description = "Only the ports of services, or only those that clients use.")
  private String role = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = Candidates.States.class,
      description = "Only sockets in this state; any system's spelling, several with commas.")
  private String state = "";

  @Option(
      names = "--label",
      paramLabel = "KEY:VALUE",
      description = "Only the hosts with this label, which must be among fleet.labels.")
  private List<String> labels = List.of();

  @Mixin private Limit limit;

  @Override
  public Integer call() throws InterruptedException {
    return output.run(
        spec,
        api.client(),
        Question.list(
            "/api/v1/fleet/endpoints",
            Map.of("role", role, "state", state, "label", String.join("\n", labels)),
            limit.orElse(0)),
        EndpointsCommand::lines);
  }

  private static List<String> lines(JsonNode answer, Terminal terminal) {
    if (answer.path("items").isEmpty()) {
      return List.of(
          "No endpoint in the youngest closed window. The first one closes after a minute.");
    }
    TextTable table = new TextTable("ENDPOINT", "QUEUE", "TOTAL", "MEAN NUMBER OF SOCKETS");
    for (JsonNode item : answer.path("items")) {
      ObjectNode means = JsonNodeFactory.instance.objectNode();
      item.path("states")
          .properties()
          .forEach(it -> means.put(it.getKey(), Math.round(it.getValue().path("mean").asDouble())));
      table.add(EndpointText.of(item), queue(item), CountText.total(means), CountText.of(means));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        terminal.fit(
            "%d hosts, %d missing, in the window from %s"
                .formatted(
                    answer.path("hosts").asLong(),
                    answer.path("missing").asLong(),
                    TIME.format(
                        Instant.parse(answer.path("start").asText())
                            .atZone(ZoneId.systemDefault())))));
    lines.add("");
    lines.addAll(terminal.lines(table));
    return lines;
  }

  private static String queue(JsonNode item) {
    if (!item.has("listenQueued")) {
      return "-";
    }
    long queued = item.path("listenQueued").path("max").asLong();
    return item.has("listenLimit")
        ? queued + "/" + item.path("listenLimit").path("last").asLong()
        : Long.toString(queued);
  }
}
