package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Why the API at an address does not answer, and what to do about it.
 *
 * @param tokenFile whose token was sent
 */
record ApiTrouble(String url, Optional<Path> tokenFile) {

  private static final int MAX_MESSAGE = 600;

  /** Nothing came, or nothing that can be understood. */
  CommandFailedException noAnswer(IOException e) {
    return new CommandFailedException(reason(e), e);
  }

  private String reason(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return "nothing answers at %s. Check the address, and what is between here and there."
          .formatted(url);
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer from %s within 30 s. Ask again, or for less.".formatted(url);
    }
    if (has(e, UnresolvedAddressException.class)) {
      return "there is no host of the name in %s. Check --url and SOCKETFLEET_URL.".formatted(url);
    }
    if (e instanceof ConnectException) {
      return "no Socketfleet at %s (connection refused). Start one with `socketfleet local`, or name another with --url or SOCKETFLEET_URL."
          .formatted(url);
    }
    String said = Quoted.of(String.valueOf(e.getMessage()), 200);
    if (e instanceof SSLException && said.matches("(?i).*unrecognized SSL message.*")) {
      return "what answers at %s has no TLS. Use http:// in --url.".formatted(url);
    }
    if (e instanceof SSLException) {
      return "the certificate at %s is not trusted (%s). Name those that signed it with --tls-trust FILE, and the host as the certificate does."
          .formatted(url, said);
    }
    return "the connection to %s ended without an answer (%s). If the API has TLS, use https:// in --url."
        .formatted(url, said);
  }

  private static boolean has(Throwable error, Class<? extends Throwable> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** Something else answers. */
  CommandFailedException notOurs() {
    return new CommandFailedException(
        "what answers at %s is no Socketfleet API. Check --url.".formatted(url));
  }

  /**
   * The answer was none to the question.
   *
   * @param body {@code {"code","message","hint"}}, or something else from somebody else
   */
  RuntimeException refusal(int status, JsonNode body) {
    if (!body.has("code") || !body.has("message")) {
      return notOurs();
    }
    String message =
        Quoted.of(
            (sentence(body.path("message").asText()) + " " + body.path("hint").asText()).strip(),
            MAX_MESSAGE);
    String code = body.path("code").asText();
    return switch (status) {
      case 400 -> new SetupException(message);
      case 401 -> new ApiRefusal(status, code, unauthorized());
      case 403 -> new ApiRefusal(status, code, forbidden(message));
      case 503 -> new ApiRefusal(status, code, "%s cannot answer now: %s".formatted(url, message));
      default -> new ApiRefusal(status, code, message);
    };
  }

  private static String sentence(String text) {
    return text.matches("(?s).*[.?!]") ? text : text + ".";
  }

  private String unauthorized() {
    return tokenFile
        .map(
            file ->
                "the API at %s does not know the token in %s. Make one with `socketfleet streams token`, and add the line that it prints for the server to http.tokens.file."
                    .formatted(url, file))
        .orElse(
            "the API at %s answers only to those with a token. Name the file with yours with --token-file or SOCKETFLEET_TOKEN_FILE; `socketfleet streams token` makes one."
                .formatted(url));
  }

  private String forbidden(String message) {
    return "%s Now it is the one in %s."
        .formatted(message, tokenFile.map(Path::toString).orElse("no file"));
  }
}
