package dev.socketfleet.deploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code socketfleet hosts}: the hosts of the fleet and how they are. */
@Command(
    name = "hosts",
    description = {
      "Lists the hosts: last snapshot, sockets per state, trouble. Without a command it lists them.",
      ""
    },
    subcommands = {HostsListCommand.class, HostsForgetCommand.class})
final class HostsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private HostList list;

  @Override
  public Integer call() throws InterruptedException {
    return list.run(spec);
  }
}
