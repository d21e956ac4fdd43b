package dev.socketfleet.streams.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. Where there are tokens, nothing but {@code /health/*} is answered without one, not
 * even what there is. A token comes as {@code Authorization: Bearer}, or as the password of {@code
 * Basic}, which a browser asks its user for.
 */
final class Gate {

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String BEARER = "Bearer realm=\"socketfleet\"";

  /** Some browsers show the realm to who is asked. */
  private static final String BASIC =
      "Basic realm=\"socketfleet: any user, a token as the password\"";

  private final Optional<Supplier<TokenFile>> tokens;
  private final RateLimit rate;

  /**
   * A gate.
   *
   * @param tokens absent where everyone may read
   */
  Gate(Optional<Supplier<TokenFile>> tokens, RateLimit rate) {
    this.tokens = tokens;
    this.rate = rate;
  }

  /**
   * Lets a request pass.
   *
   * @param path decoded
   * @param client its address
   * @param authorization the header
   * @throws ApiException 401, 403 or 429
   */
  void check(String path, String client, @Nullable String authorization) {
    if (!rate.take(client, System.nanoTime())) {
      throw new ApiException(
          429,
          "too_many_requests",
          "this client sends too many requests",
          "Wait a second. The configuration http.requests.per.second has the limit.",
          Map.of("Retry-After", "1"));
    }
    if (tokens.isEmpty() || isOpen(path)) {
      return;
    }
    AccessToken token =
        secret(authorization)
            .flatMap(secret -> tokens.get().get().find(secret))
            .orElseThrow(Gate::unauthorized);
    if (!token.role().mayRead(path)) {
      throw new ApiException(
          403,
          "forbidden",
          "a token with the role %s does not read this".formatted(token.role().wireName()),
          "Use one with the role read.");
    }
  }

  private static boolean isOpen(String path) {
    return path.equals("/health/live") || path.equals("/health/ready");
  }

  private static ApiException unauthorized() {
    return new ApiException(
        401,
        "unauthorized",
        "a valid token is needed",
        "Send Authorization: Bearer TOKEN. In a browser: any user, the token as the password.",
        Map.of(CHALLENGE, BEARER));
  }

  /**
   * A refusal as it is answered. Who follows a link is asked by the browser, and by it alone: some
   * browsers look at no second challenge. What a page fetches is not, because the page says itself
   * what is wrong.
   *
   * @param accept the header of the request
   */
  static Answer answer(ApiException refusal, String accept) {
    Answer answer = Answer.of(refusal);
    boolean followed = refusal.status() == 401 && accept.contains("text/html");
    return followed ? answer.with(CHALLENGE, BASIC) : answer;
  }

  private static Optional<String> secret(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    String[] parts = authorization.strip().split("\\s+", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "bearer" -> Optional.of(parts[1].strip());
      case "basic" -> password(parts[1].strip());
      default -> Optional.empty();
    };
  }

  private static Optional<String> password(String encoded) {
    try {
      String plain = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = plain.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(plain.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
