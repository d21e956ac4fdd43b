package dev.socketfleet.deploy.cli;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet query fleet}: one count of the whole fleet over time. */
@Command(
    name = "fleet",
    description = {
      "Shows one count of the whole fleet, or of the hosts with a label, over time. HOSTS are in it,",
      "MISSING are known but sent nothing.",
      ""
    })
final class FleetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private TableOutput output;
  @Mixin private SeriesRange range;

  @Option(
      names = "--label",
      paramLabel = "KEY:VALUE",
      description = "Only the hosts with this label, which must be among fleet.labels.")
  private List<String> labels = List.of();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    range.addTo(parameters);
    parameters.put("label", String.join("\n", labels));
    return output.run(
        spec,
        api.client(),
        Question.of("/api/v1/fleet/series", parameters),
        (answer, terminal) -> new SeriesText(answer, ZoneId.systemDefault()).lines(terminal));
  }
}
