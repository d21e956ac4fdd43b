package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet alerts list}. */
@Command(
    name = "list",
    description = {"Lists the current alerts, the firing ones first.", ""})
final class AlertsListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private AlertFilters filters;

  @Option(names = "--json", description = "Print one alert as JSON a line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    return list(api.client(), filters, json, spec.commandLine().getOut());
  }

  static int list(ApiClient client, AlertFilters filters, boolean json, PrintWriter out)
      throws InterruptedException {
    JsonNode items = client.list("/api/v1/alerts", filters.parameters(), 0).path("items");
    if (json) {
      items.forEach(out::println);
    } else if (items.isEmpty()) {
      out.println("No alerts.");
    } else {
      AlertText text = new AlertText(ZoneId.systemDefault());
      Terminal.detect().print(text.table(AlertFeed.decodeAll(items)), out);
    }
    return ExitCode.OK;
  }
}
