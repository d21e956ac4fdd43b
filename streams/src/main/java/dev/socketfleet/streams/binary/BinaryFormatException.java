package dev.socketfleet.streams.binary;

/** A binary record that this version did not write: truncated, damaged or from a newer version. */
public final class BinaryFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BinaryFormatException(String message) {
    super(message);
  }
}
