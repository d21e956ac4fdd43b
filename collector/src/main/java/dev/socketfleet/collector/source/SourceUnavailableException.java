package dev.socketfleet.collector.source;

/** A source that cannot work on this host. The message says why and what it needs. */
public final class SourceUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The message is for people: it ends up in the snapshot's notes. */
  public SourceUnavailableException(String message) {
    super(message);
  }

  /** The same with what led to it. */
  public SourceUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
