package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.deploy.SetupException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How an answer is shown: as text or JSON, once or again and again. */
final class QueryOutput {

  private static final Duration SHORTEST = Duration.ofMillis(200);

  @Mixin private JsonOutput json;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2s",
      paramLabel = "DURATION",
      description =
          "Ask again and again until Ctrl-C, every ${FALLBACK-VALUE} or as given: --watch=5s")
  private @Nullable Duration watch;

  /** An answer as lines for a terminal. */
  interface View {
    List<String> lines(JsonNode answer, Terminal terminal);
  }

  /** What is asked, as often as needed. */
  interface Asking {
    JsonNode ask() throws InterruptedException;
  }

  boolean isPlain() {
    return watch == null && !json.wanted();
  }

  /** Asks and shows. */
  int run(CommandSpec spec, Asking asking, View view) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = Terminal.detect();
    if (watch == null) {
      JsonNode answer = asking.ask();
      if (!json.print(answer, out)) {
        lines(answer, view, terminal.endless()).forEach(out::println);
      }
      return ExitCode.OK;
    }
    if (watch.compareTo(SHORTEST) < 0) {
      throw new SetupException(
          "--watch was '%d ms' but it must be 200ms or more".formatted(watch.toMillis()));
    }
    Watch again = new Watch(out, json.wanted() ? terminal.plain() : terminal, watch);
    again.run(
        size ->
            json.wanted()
                ? List.of(JsonOutput.safe(asking.ask().toString()))
                : lines(asking.ask(), view, size),
        spec.qualifiedName());
    return ExitCode.OK;
  }

  private static List<String> lines(JsonNode answer, View view, Terminal terminal) {
    List<String> lines = new ArrayList<>(view.lines(answer, terminal));
    List<String> notes = Footnotes.of(answer);
    if (!notes.isEmpty()) {
      lines.add("");
    }
    notes.forEach(note -> lines.add(terminal.alarming(terminal.fit(note))));
    return lines;
  }
}
