package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.states.StateText;
import dev.socketfleet.deploy.SetupException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet states}: the dictionary of TCP states. */
@Command(
    name = "states",
    description = {
      "Explains the TCP states: what each is, who sees it, how every system spells it, what too many",
      "of them mean and what to check first.",
      ""
    })
final class StatesCommand implements Callable<Integer> {

  private static final int WIDTH = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "STATE",
      description = "A state in the spelling of any system, as CLOSE_WAIT, SYN-RECV or TimeWait.")
  private @Nullable String state;

  @Option(names = "--json", description = "Print the whole dictionary as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    StateDictionary dictionary = StateDictionary.load();
    spec.commandLine().getOut().println(json ? json(dictionary) : text(dictionary).stripTrailing());
    return ExitCode.OK;
  }

  private static String json(StateDictionary dictionary) {
    return dictionary.json().toPrettyString();
  }

  private String text(StateDictionary dictionary) {
    StateText text = new StateText(dictionary, WIDTH);
    if (state == null) {
      return text.table();
    }
    try {
      return text.page(state);
    } catch (IllegalArgumentException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }
}
