package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.text.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet query series}: one count of a host over time. */
@Command(
    name = "series",
    description = {
      "Shows one count of a host over time: a state of an endpoint or of the whole host, or a",
      "metric (listen_queued, listen_limit, tcp:listenOverflows).",
      ""
    })
final class SeriesCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Parameters(paramLabel = "HOST", description = "Id of the host.")
  private String host = "";

  @Option(names = "--role", paramLabel = "server|client", description = "Side that the host is on.")
  private String role = "";

  @Option(names = "--port", paramLabel = "PORT", description = "The service's port.")
  private String port = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Any system's spelling; several with commas; FIN_WAIT is both.")
  private String state = "";

  @Option(names = "--metric", paramLabel = "NAME", description = "A metric in place of a state.")
  private String metric = "";

  @Option(names = "--netns", paramLabel = "NAME", description = "Only this network namespace.")
  private String netns = "";

  @Option(names = "--owner", paramLabel = "NAME", description = "Only this owner's sockets.")
  private String owner = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "ISO-8601, or relative as in -15m. Default: an hour before --to")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Exclusive. Default: now")
  private String to = "";

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Length of a point, a multiple of the window size. Default: one window")
  private String step = "";

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("role", role);
    parameters.put("port", port);
    parameters.put("state", state);
    parameters.put("metric", metric);
    parameters.put("netns", netns);
    parameters.put("owner", owner);
    parameters.put("from", from);
    parameters.put("to", to);
    parameters.put("step", step);
    JsonNode body =
        api.client().get("/api/v1/hosts/" + ApiClient.segment(host) + "/series", parameters);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.print(body, out)) {
      print(body, out);
    }
    return ExitCode.OK;
  }

  private static void print(JsonNode body, PrintWriter out) {
    if (body.path("points").isEmpty()) {
      out.println("No window with a sample in that time.");
      return;
    }
    TextTable table =
        new TextTable("START", "SAMPLES", "MIN", "MAX", "MEAN", "LAST", "USUAL", "THRESHOLD");
    for (JsonNode point : body.path("points")) {
      table.add(
          TIME.format(Instant.parse(point.path("start").asText()).atZone(ZoneId.systemDefault())),
          point.path("samples").asLong(),
          point.path("min").asLong(),
          point.path("max").asLong(),
          decimal(point.path("mean")),
          point.path("last").asLong(),
          decimal(point.path("baseline")),
          decimal(point.path("threshold")));
    }
    Terminal.detect().print(table, out);
    if (body.path("bounds").asBoolean()) {
      out.println("MIN and MAX are bounds: several counts were added up.");
    }
  }

  private static String decimal(JsonNode number) {
    return number.isMissingNode() ? "-" : String.format(Locale.ROOT, "%.1f", number.asDouble());
  }
}
