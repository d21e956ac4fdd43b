package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option of every command that prints a table. */
final class JsonOutput {

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  /** Whether JSON was asked for. */
  boolean wanted() {
    return json;
  }

  /** Prints the value when JSON was asked for; tells whether it did. */
  boolean print(JsonNode value, PrintWriter out) {
    if (json) {
      out.println(value.toPrettyString());
    }
    return json;
  }
}
