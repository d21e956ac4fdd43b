package dev.socketfleet.streams.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tokens of a file, one a line; lines that begin with {@code #} are comments. */
record TokenFile(List<AccessToken> tokens) {

  private static final int MAX_SECRET = 256;

  TokenFile {
    tokens = List.copyOf(tokens);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException with the line that is wrong
   */
  static TokenFile read(Path file) {
    List<AccessToken> tokens = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "http.tokens.file was '%s' but it cannot be read: %s".formatted(file, e), e);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        int number = i + 1;
        tokens.add(
            AccessToken.parse(line)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "%s line %d is no token: it must be NAME read|metrics sha256:SALT:HASH. Make one with `socketfleet streams token`."
                                .formatted(file, number))));
      }
    }
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "http.tokens.file was '%s' but there is no token in it. Make one with `socketfleet streams token`."
              .formatted(file));
    }
    return new TokenFile(tokens);
  }

  /** The token with this secret. All are compared, so that the time tells nothing. */
  Optional<AccessToken> find(String secret) {
    Optional<AccessToken> found = Optional.empty();
    if (secret.length() <= MAX_SECRET) {
      for (AccessToken token : tokens) {
        if (token.matches(secret)) {
          found = Optional.of(token);
        }
      }
    }
    return found;
  }
}
