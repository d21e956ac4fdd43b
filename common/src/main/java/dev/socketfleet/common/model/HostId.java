package dev.socketfleet.common.model;

import java.util.regex.Pattern;

/** The rules for a host's identity: the key of every record that speaks of one host. */
public final class HostId {

  /** Longest host id, in characters: the limit of a DNS name. */
  public static final int MAX_LENGTH = 253;

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1," + MAX_LENGTH + "}");

  private HostId() {}

  /** Whether the text is 1 to 253 of {@code A-Z a-z 0-9 . _ : -}. */
  public static boolean isValid(String host) {
    return VALID.matcher(host).matches();
  }

  /**
   * The host id itself when it is valid.
   *
   * @throws IllegalArgumentException naming the text and the accepted characters
   */
  public static String require(String host) {
    if (!isValid(host)) {
      throw new IllegalArgumentException(
          "host was '%s' but it must be 1 to %d of A-Z a-z 0-9 . _ : -"
              .formatted(Quoted.of(host), MAX_LENGTH));
    }
    return host;
  }
}
