package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.text.TextTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet query top}: who has most sockets in a state. */
@Command(
    name = "top",
    description = {
      "Ranks hosts, endpoints or owners by their sockets in a state; the first 20 without --limit.",
      ""
    })
final class TopCommand implements Callable<Integer> {

  private static final int USUAL_LIMIT = 20;

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private TableOutput output;

  @Option(
      names = "--state",
      required = true,
      paramLabel = "STATE",
      completionCandidates = Candidates.States.class,
      description = "Any system's spelling; several with commas.")
  private String state = "";

  @Option(
      names = "--by",
      paramLabel = "host|endpoint|owner",
      defaultValue = "host",
      completionCandidates = Candidates.RankedBy.class,
      description = "What is ranked. Default: ${DEFAULT-VALUE}")
  private String by = "";

  @Mixin private Limit limit;

  @Override
  public Integer call() throws InterruptedException {
    return output.run(
        spec,
        api.client(),
        Question.list("/api/v1/top", Map.of("state", state, "by", by), limit.orElse(USUAL_LIMIT)),
        (answer, terminal) -> lines(answer.path("items"), terminal));
  }

  private static List<String> lines(JsonNode items, Terminal terminal) {
    if (items.isEmpty()) {
      return List.of("No sockets in that state.");
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
    return terminal.lines(table);
  }

  private static String what(JsonNode item) {
    return item.has("role")
        ? EndpointText.of(item)
        : (item.path("kind").asText() + " " + item.path("name").asText()).strip();
  }
}
