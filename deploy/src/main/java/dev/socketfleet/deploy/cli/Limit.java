package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.SetupException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a list is shown. */
final class Limit {

  @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
  private @Nullable Integer limit;

  /** What was given, or else this; 0 for all. */
  int orElse(int usual) {
    if (limit != null && limit < 1) {
      throw new SetupException(
          "--limit was '%d' but it must be 1 or more. Leave it out for all.".formatted(limit));
    }
    return limit == null ? usual : limit;
  }
}
