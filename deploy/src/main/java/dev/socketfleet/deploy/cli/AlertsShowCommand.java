package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.CommandFailedException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet alerts show}. */
@Command(
    name = "show",
    description = {"Shows one alert in full: numbers, meaning, checks and evidence.", ""})
final class AlertsShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "ID", description = "Its id; the first characters are enough.")
  private String id = "";

  @Option(names = "--json", description = "Print the alert as JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    return show(api.client(), id, json, spec.commandLine().getOut());
  }

  static int show(ApiClient client, String id, boolean json, PrintWriter out)
      throws InterruptedException {
    JsonNode item = client.get("/api/v1/alerts/" + ApiClient.segment(whole(client, id)), Map.of());
    if (json) {
      out.println(JsonOutput.safe(item.toString()));
    } else {
      Terminal terminal = Terminal.detect();
      new AlertText(ZoneId.systemDefault())
          .page(AlertFeed.decode(item)).stream()
              .flatMap(
                  line ->
                      line.startsWith("- ") ? Stream.of(line) : terminal.wrapped(line, 0).stream())
              .forEach(out::println);
    }
    return ExitCode.OK;
  }

  private static String whole(ApiClient client, String id) throws InterruptedException {
    List<String> matches = new ArrayList<>();
    for (JsonNode item : client.list("/api/v1/alerts", Map.of(), 0).path("items")) {
      if (item.path("id").asText().startsWith(id)) {
        matches.add(item.path("id").asText());
      }
    }
    if (matches.size() > 1) {
      throw new CommandFailedException(
          "%d alerts begin with '%s': %s. Give more characters."
              .formatted(matches.size(), Quoted.of(id), String.join(", ", matches)));
    }
    return matches.isEmpty() ? id : matches.get(0);
  }
}
