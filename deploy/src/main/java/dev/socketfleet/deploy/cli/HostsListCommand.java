package dev.socketfleet.deploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code socketfleet hosts list}. */
@Command(
    name = "list",
    description = {"Lists the hosts: last snapshot, sockets per state, trouble.", ""})
final class HostsListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private HostList list;

  @Override
  public Integer call() throws InterruptedException {
    return list.run(spec);
  }
}
