package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.SetupException;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The same for what the API has as CSV, too. */
final class TableOutput {

  @Mixin private QueryOutput output;

  @Option(names = "--csv", description = "Print CSV as the API writes it, with a header.")
  private boolean csv;

  /** Asks and shows. */
  int run(CommandSpec spec, ApiClient client, Question question, QueryOutput.View view)
      throws InterruptedException {
    if (!csv) {
      return output.run(spec, () -> question.ask(client), view);
    }
    if (!output.isPlain()) {
      throw new SetupException("--csv goes neither with --json nor with --watch");
    }
    print(spec, client.csv(question.path(), question.parameters(), question.limit()));
    return ExitCode.OK;
  }

  /** A file gets every byte; a terminal gets no character that it would obey. */
  static void print(CommandSpec spec, ApiClient.Rows rows) {
    PrintWriter out = spec.commandLine().getOut();
    if (Terminal.detect().isNone()) {
      out.print(rows.text());
      out.flush();
    } else {
      rows.text().lines().forEach(row -> out.println(Quoted.of(row, row.length())));
    }
    if (rows.partial()) {
      spec.commandLine()
          .getErr()
          .println(spec.qualifiedName() + ": partial: something may be missing or old");
    }
  }
}
