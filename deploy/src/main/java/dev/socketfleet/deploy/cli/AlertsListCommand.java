package dev.socketfleet.deploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code socketfleet alerts list}. */
@Command(
    name = "list",
    description = {"Lists the current alerts, the firing ones first.", ""})
final class AlertsListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private AlertList list;

  @Override
  public Integer call() throws InterruptedException {
    return list.run(spec, api.client());
  }
}
