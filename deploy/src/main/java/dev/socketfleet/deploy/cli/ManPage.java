package dev.socketfleet.deploy.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of a command, in the macros of man(7).
 *
 * @param command with its options as {@code --help} shows them
 */
record ManPage(CommandLine command) {

  private CommandSpec spec() {
    return command.getCommandSpec();
  }

  /** {@code socketfleet-query-series}: spaces are none in the name of a file. */
  String name() {
    return spec().qualifiedName("-");
  }

  /** The page. */
  String roff() {
    List<String> lines = new ArrayList<>();
    lines.add(".TH \"%s\" 1 \"\" \"socketfleet\" \"User Commands\"".formatted(text(name())));
    lines.add(".nh");
    lines.add(".ad l");
    lines.add(".SH NAME");
    lines.add(text(name()) + " \\- " + text(summary()));
    lines.add(".SH SYNOPSIS");
    lines.add(".B " + text(spec().qualifiedName()));
    lines.add(text(synopsis()));
    lines.add(".SH DESCRIPTION");
    paragraphs(description(), lines);
    section("ARGUMENTS", arguments(), lines);
    section("OPTIONS", options(), lines);
    section("COMMANDS", commands(), lines);
    lines.add(".SH EXIT STATUS");
    lines.add("0 done, 1 failed at run time, 2 usage or configuration.");
    if (spec().parent() != null) {
      lines.add(".SH SEE ALSO");
      lines.add(".BR %s (1)".formatted(text(spec().parent().qualifiedName("-"))));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> description() {
    return Arrays.asList(spec().usageMessage().description());
  }

  /** The first sentence. */
  private String summary() {
    String whole = String.join(" ", description()).strip();
    int end = whole.indexOf(". ");
    String first = end < 0 ? whole : whole.substring(0, end);
    String plain = first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    int example = plain.indexOf(':');
    return example < 0 ? plain : plain.substring(0, example);
  }

  private String synopsis() {
    String parameters =
        spec().positionalParameters().stream()
            .map(it -> it.arity().min() > 0 ? it.paramLabel() : "[" + it.paramLabel() + "]")
            .map(label -> " " + label)
            .collect(Collectors.joining());
    return "[OPTION...]" + parameters + (spec().subcommands().isEmpty() ? "" : " [COMMAND]");
  }

  private static void paragraphs(List<String> description, List<String> lines) {
    boolean example = false;
    for (String line : description) {
      if (line.startsWith("  ") != example) {
        example = !example;
        lines.add(example ? ".EX" : ".EE");
      }
      lines.add(line.isBlank() ? ".PP" : text(line));
    }
    if (example) {
      lines.add(".EE");
    }
  }

  /** A term with what it means. */
  private record Entry(String term, List<String> meaning) {}

  private static void section(String title, List<Entry> entries, List<String> lines) {
    if (entries.isEmpty()) {
      return;
    }
    lines.add(".SH " + title);
    for (Entry entry : entries) {
      lines.add(".TP");
      lines.add("\\fB" + text(entry.term()) + "\\fR");
      entry.meaning().forEach(each -> lines.add(text(each)));
    }
  }

  private List<Entry> arguments() {
    List<Entry> entries = new ArrayList<>();
    for (PositionalParamSpec parameter : spec().positionalParameters()) {
      if (!parameter.hidden()) {
        entries.add(new Entry(parameter.paramLabel(), meaning(parameter.description())));
      }
    }
    return entries;
  }

  private List<Entry> options() {
    List<Entry> entries = new ArrayList<>();
    for (OptionSpec option : spec().options()) {
      if (!option.hidden()) {
        String value = option.arity().max() == 0 ? "" : value(option);
        String names = String.join(", ", option.names());
        entries.add(new Entry(names + value, meaning(option.description())));
      }
    }
    entries.sort((one, other) -> sortKey(one).compareTo(sortKey(other)));
    return entries;
  }

  private static String value(OptionSpec option) {
    boolean optional = option.arity().min() == 0;
    return optional ? "[=" + option.paramLabel() + "]" : "=" + option.paramLabel();
  }

  private static String sortKey(Entry option) {
    return option.term().replaceFirst("^-\\w, ", "").replaceFirst("^-+", "");
  }

  private static List<String> meaning(String[] description) {
    return Arrays.asList(description);
  }

  private List<Entry> commands() {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, CommandLine> each : spec().subcommands().entrySet()) {
      if (!each.getValue().getCommandSpec().usageMessage().hidden()) {
        String meaning = new ManPage(each.getValue()).summary() + ".";
        entries.add(new Entry(each.getKey(), List.of(meaning)));
      }
    }
    return entries;
  }

  /** Text that roff takes for text: no request, no escape, hyphens that stay hyphens. */
  private static String text(String plain) {
    String safe = plain.replace("\\", "\\e").replace("-", "\\-");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
