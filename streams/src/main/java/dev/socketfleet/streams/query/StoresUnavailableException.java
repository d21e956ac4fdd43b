package dev.socketfleet.streams.query;

import java.time.Duration;

/** Nobody here can answer at the moment: the state moves to another instance or is restored. */
public final class StoresUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public StoresUnavailableException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public StoresUnavailableException(String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** When it is worth to ask again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
