package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.deploy.SetupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Rules as a person wrote them. */
final class RuleFile {

  static final String STANDARD_INPUT = "-";

  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private RuleFile() {}

  /**
   * All rules of the file, when all of them are good.
   *
   * @param file {@code -} for standard input
   * @throws SetupException with every problem of every rule, each with its line
   */
  static List<Rule> read(String file) {
    String source = file.equals(STANDARD_INPUT) ? "standard input" : file;
    try (InputStream in =
        file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file))) {
      byte[] text = in.readNBytes(MAX_BYTES + 1);
      if (text.length > MAX_BYTES) {
        throw new SetupException(source + " is larger than 4 MiB. Split it.");
      }
      return RuleCodec.decodeAll(source, text);
    } catch (InvalidRulesException e) {
      throw new SetupException(
          "%d %s, so nothing was done:\n%s"
              .formatted(
                  e.problems().size(),
                  e.problems().size() == 1 ? "problem" : "problems",
                  e.getMessage()),
          e);
    } catch (IOException e) {
      throw new SetupException("%s cannot be read: %s".formatted(source, e), e);
    }
  }
}
