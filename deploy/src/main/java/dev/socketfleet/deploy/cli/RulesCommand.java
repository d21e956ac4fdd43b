package dev.socketfleet.deploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code socketfleet rules}: the rules in force, and changes to them while all runs. */
@Command(
    name = "rules",
    description = {
      "Lists, tries, explains and changes the rules. Without a command it lists them.",
      ""
    },
    subcommands = {
      RulesListCommand.class,
      RulesApplyCommand.class,
      RulesDeleteCommand.class,
      RulesTestCommand.class,
      RulesExplainCommand.class
    })
final class RulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Override
  public Integer call() throws InterruptedException {
    return RulesListCommand.list(api.client(), json, spec.commandLine().getOut());
  }
}
