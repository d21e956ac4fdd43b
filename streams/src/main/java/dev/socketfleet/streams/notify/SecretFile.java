package dev.socketfleet.streams.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/**
 * A secret in a file, read whenever it is needed, so that it can be replaced while this runs. White
 * space around it does not belong to it. Its content is in no message.
 */
record SecretFile(Path file) {

  private static final int MAX_BYTES = 16_384;
  private static final String BASIC = "basic ";

  /**
   * The secret.
   *
   * @throws IOException when the file is empty, too large or cannot be read
   */
  String read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    String secret = new String(bytes, StandardCharsets.UTF_8).strip();
    if (secret.isEmpty() || bytes.length > MAX_BYTES) {
      throw new IOException(
          "%s has %s but it must have 1 to %d bytes"
              .formatted(file, secret.isEmpty() ? "no content" : "too many bytes", MAX_BYTES));
    }
    return secret;
  }

  /**
   * The secret as the value of the header Authorization: a scheme and credentials (RFC 9110 section
   * 11.6.2). User and password after {@code Basic} are encoded (RFC 7617 section 2).
   */
  String authorization() throws IOException {
    String secret = read();
    if (secret.indexOf('\n') >= 0 || secret.indexOf('\r') >= 0) {
      throw new IOException(file + " has several lines but it must have one");
    }
    if (!secret.toLowerCase(Locale.ROOT).startsWith(BASIC) || secret.indexOf(':') < 0) {
      return secret;
    }
    byte[] credentials = secret.substring(BASIC.length()).strip().getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }
}
