package dev.socketfleet.streams.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as a server knows it: {@code NAME ROLE sha256:SALT:HASH}, a line of the file of tokens.
 * The hash is SHA-256 over salt and token. One round is enough because tokens are made here, of 256
 * random bits, which nobody guesses however fast the hash is; a password would need PBKDF2.
 *
 * @param name whose it is, for people
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time by matches, nowhere else
public record AccessToken(String name, AccessRole role, byte[] salt, byte[] hash) {

  private static final String PREFIX = "sft_";
  private static final int TOKEN_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final Pattern LINE =
      Pattern.compile(
          "([A-Za-z0-9._-]{1,64})\\s+(\\w+)\\s+sha256:([A-Za-z0-9_-]{8,88}):([A-Za-z0-9_-]{43})");

  /**
   * A new token.
   *
   * @param secret for the client, nowhere stored
   * @param line for the server's file
   */
  public record Created(String secret, String line) {}

  /**
   * Makes a token.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ -
   */
  public static Created create(String name, AccessRole role) {
    SecureRandom random = new SecureRandom();
    byte[] token = new byte[TOKEN_BYTES];
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(token);
    random.nextBytes(salt);
    Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
    String secret = PREFIX + text.encodeToString(token);
    String line =
        "%s %s sha256:%s:%s"
            .formatted(
                name,
                role.wireName(),
                text.encodeToString(salt),
                text.encodeToString(hash(salt, secret)));
    if (parse(line).isEmpty()) {
      throw new IllegalArgumentException(
          "the name of a token was '%s' but it must be 1 to 64 of A-Z a-z 0-9 . _ -"
              .formatted(name));
    }
    return new Created(secret, line);
  }

  /** The token of a line; empty where it is none. */
  static Optional<AccessToken> parse(String line) {
    Matcher parts = LINE.matcher(line.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    Base64.Decoder bytes = Base64.getUrlDecoder();
    try {
      byte[] salt = bytes.decode(parts.group(3));
      byte[] hash = bytes.decode(parts.group(4));
      return AccessRole.ofWireName(parts.group(2))
          .map(role -> new AccessToken(parts.group(1), role, salt, hash));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a client has this token; takes the same time whatever it gave. */
  boolean matches(String secret) {
    return MessageDigest.isEqual(hash, hash(salt, secret));
  }

  private static byte[] hash(byte[] salt, String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return digest.digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Without the hash, so that no log has it. */
  @Override
  public String toString() {
    return name + " " + role.wireName();
  }
}
