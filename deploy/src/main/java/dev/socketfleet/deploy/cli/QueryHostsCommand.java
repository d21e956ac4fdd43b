package dev.socketfleet.deploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code socketfleet query hosts}. */
@Command(
    name = "hosts",
    description = {"Lists the hosts: last snapshot, sockets per state, trouble.", ""})
final class QueryHostsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private HostList list;

  @Override
  public Integer call() throws InterruptedException {
    return list.run(spec);
  }
}
