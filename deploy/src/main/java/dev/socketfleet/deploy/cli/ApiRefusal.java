package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;

/** An answer of the API that is none to the question. */
final class ApiRefusal extends CommandFailedException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * A refusal.
   *
   * @param status of HTTP
   * @param code of the API, in snake case
   */
  ApiRefusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Whether asking again cannot help: the token is not the right one. */
  boolean isFinal() {
    return status == 401 || status == 403;
  }

  String code() {
    return code;
  }
}
