package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.deploy.SetupException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The list of alerts, with the options of every command that shows it. */
final class AlertList {

  private static final String PATH = "/api/v1/alerts";

  @Mixin private AlertFilters filters;

  @Option(names = "--json", description = "Print one alert as JSON a line.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV as the API writes it, with a header.")
  private boolean csv;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2s",
      paramLabel = "DURATION",
      description =
          "Ask again and again until Ctrl-C, every ${FALLBACK-VALUE} or as given: --watch=5s")
  private @Nullable Duration watch;

  @Mixin private Limit limit;

  AlertFilters filters() {
    return filters;
  }

  boolean json() {
    return json;
  }

  int run(CommandSpec spec, ApiClient client) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (csv && (json || watch != null)) {
      throw new SetupException("--csv goes neither with --json nor with --watch");
    }
    Map<String, String> parameters = filters.parameters();
    if (csv) {
      TableOutput.print(spec, client.csv(PATH, parameters, Optional.of(limit.orElse(0))));
    } else if (watch != null) {
      Terminal terminal = Terminal.detect();
      new Watch(out, json ? terminal.plain() : terminal, watch)
          .run(size -> lines(client, size), spec.qualifiedName());
    } else {
      lines(client, Terminal.detect()).forEach(out::println);
    }
    return ExitCode.OK;
  }

  private List<String> lines(ApiClient client, Terminal terminal) throws InterruptedException {
    JsonNode answer = client.list(PATH, filters.parameters(), limit.orElse(0));
    List<String> lines = new ArrayList<>();
    if (json) {
      answer.path("items").forEach(item -> lines.add(JsonOutput.safe(item.toString())));
      return lines;
    }
    if (answer.path("items").isEmpty()) {
      lines.add("No alerts.");
    } else {
      AlertText text = new AlertText(ZoneId.systemDefault());
      lines.addAll(
          terminal.lines(text.table(AlertFeed.decodeAll(answer.path("items")), Instant.now())));
    }
    Footnotes.of(answer).forEach(note -> lines.add(terminal.fit(note)));
    return lines;
  }
}
