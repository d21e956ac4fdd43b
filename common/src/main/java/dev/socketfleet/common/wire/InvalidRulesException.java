package dev.socketfleet.common.wire;

import java.util.List;

/**
 * Rules that cannot be used. Has all problems at once, so that a file is corrected in one go; the
 * message is their lines.
 */
public final class InvalidRulesException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidRulesException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each: where, which rule and field, the value, what it must be. */
  public List<String> problems() {
    return problems;
  }
}
