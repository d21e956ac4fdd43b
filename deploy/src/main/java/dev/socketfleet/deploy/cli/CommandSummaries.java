package dev.socketfleet.deploy.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Help whose list of commands has the first sentence of each; picocli takes the first line, which
 * may end in the middle of one.
 */
final class CommandSummaries extends Help {

  private static final int GAP = 2;
  private static final int INDENT = 2;

  CommandSummaries(CommandSpec command, ColorScheme colors) {
    super(command, colors);
  }

  @Override
  public String commandList(Map<String, Help> commands) {
    if (commands.isEmpty()) {
      return "";
    }
    int longest = commands.keySet().stream().mapToInt(String::length).max().orElse(0);
    int width = commandSpec().usageMessage().width();
    int names = longest + INDENT + GAP;
    TextTable table =
        TextTable.forColumns(
            colorScheme(),
            new Column(names, INDENT, Column.Overflow.SPAN),
            new Column(width - names, 0, Column.Overflow.WRAP));
    commands.forEach((name, help) -> table.addRowValues(name, summary(help.commandSpec())));
    return table.toString();
  }

  /** The first sentence of its description. */
  static String summary(CommandSpec command) {
    String first =
        Arrays.stream(command.usageMessage().description())
            .takeWhile(line -> !line.isEmpty())
            .collect(Collectors.joining(" "));
    int end = first.indexOf(". ");
    String sentence = end < 0 ? first : first.substring(0, end + 1);
    return sentence.replaceFirst("[:;]$", ".");
  }
}
