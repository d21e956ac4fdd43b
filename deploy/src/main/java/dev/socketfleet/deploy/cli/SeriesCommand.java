package dev.socketfleet.deploy.cli;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private TableOutput output;
  @Mixin private SeriesRange range;

  @Parameters(paramLabel = "HOST", description = "Id of the host.")
  private String host = "";

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      completionCandidates = Candidates.Metrics.class,
      description = "A metric in place of a state.")
  private String metric = "";

  @Option(names = "--netns", paramLabel = "NAME", description = "Only this network namespace.")
  private String netns = "";

  @Option(names = "--owner", paramLabel = "NAME", description = "Only this owner's sockets.")
  private String owner = "";

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    range.addTo(parameters);
    parameters.put("metric", metric);
    parameters.put("netns", netns);
    parameters.put("owner", owner);
    ApiClient client = api.client();
    try {
      return output.run(
          spec,
          client,
          Question.of("/api/v1/hosts/" + ApiClient.segment(host) + "/series", parameters),
          (answer, terminal) -> new SeriesText(answer, ZoneId.systemDefault()).lines(terminal));
    } catch (ApiRefusal e) {
      throw HostNames.explained(e, client, host);
    }
  }
}
