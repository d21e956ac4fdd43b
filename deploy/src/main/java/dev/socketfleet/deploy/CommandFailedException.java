package dev.socketfleet.deploy;

/**
 * The command was understood but could not be done: no answer, a refusal, a part that stopped. The
 * message says what to look at; the command prints it alone and ends with exit code 1.
 */
public class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CommandFailedException(String message) {
    super(message);
  }

  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
