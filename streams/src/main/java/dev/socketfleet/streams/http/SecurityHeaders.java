package dev.socketfleet.streams.http;

import java.util.Map;

/** Headers of every answer. Pages may load from here and nowhere else, and nothing inline. */
final class SecurityHeaders {

  static final String POLICY = "Content-Security-Policy";

  static final Map<String, String> ALL =
      Map.of(
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store",
          POLICY,
          policy("'self'"));

  private SecurityHeaders() {}

  /**
   * The policy for a page.
   *
   * @param styles where its styles come from
   */
  static String policy(String styles) {
    return "default-src 'none'; script-src 'self'; style-src "
        + styles
        + "; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
        + " frame-ancestors 'none'";
  }
}
