package dev.socketfleet.deploy;

/**
 * What was asked for cannot work with these settings or on this machine as it is: a taken port, a
 * folder without write access, a missing right or tool. The message says what to do; the command
 * prints it alone and ends with exit code 2.
 */
public final class SetupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SetupException(String message) {
    super(message);
  }

  public SetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
