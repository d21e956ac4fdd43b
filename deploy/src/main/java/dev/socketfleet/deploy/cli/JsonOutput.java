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
      out.println(safe(value.toPrettyString()));
    }
    return json;
  }

  /**
   * The same JSON without characters that a terminal obeys: JSON lets the C1 controls and the
   * overrides of writing direction stand for themselves.
   */
  static String safe(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean obeyed =
          c == 0x7f || (c >= 0x80 && c < 0xa0) || Character.getType(c) == Character.FORMAT;
      text.append(obeyed ? "\\u%04x".formatted((int) c) : String.valueOf(c));
    }
    return text.toString();
  }
}
