package dev.socketfleet.common.config;

import java.util.List;

/** Everything that is wrong with a configuration, for the operator. Processes exit with 2. */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * All problems in one message.
   *
   * @param problems at least one; each says what was wrong, where, and what to do
   */
  public ConfigurationException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence or two each, without line breaks. */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    return problems.size() == 1
        ? problems.get(0)
        : problems.size() + " configuration problems:\n- " + String.join("\n- ", problems);
  }
}
