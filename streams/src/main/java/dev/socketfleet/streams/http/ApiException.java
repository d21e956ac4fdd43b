package dev.socketfleet.streams.http;

import java.util.Map;

/** A request that is not answered as asked: becomes {@code {"code","message","hint"}}. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String hint;
  private final transient Map<String, String> headers;

  ApiException(int status, String code, String message, String hint) {
    this(status, code, message, hint, Map.of());
  }

  /**
   * An error answer.
   *
   * @param status of HTTP, 400 and above
   * @param code for programs, in snake case
   * @param message what was wrong, for people
   * @param hint what to do; may be empty
   * @param headers that belong to the status
   */
  ApiException(int status, String code, String message, String hint, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.headers = Map.copyOf(headers);
  }

  /** A parameter with a value that cannot be. */
  static ApiException invalid(String message, String hint) {
    return new ApiException(400, "invalid_parameter", message, hint);
  }

  /** A host that nobody knows. */
  static ApiException unknownHost(String shown) {
    return new ApiException(
        404,
        "unknown_host",
        "host '%s' is not known".formatted(shown),
        "GET /api/v1/hosts lists the hosts. One that was silent for long is forgotten.");
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** The body of the answer. */
  JsonBody body() {
    return json -> {
      json.writeStartObject();
      json.writeStringField("code", code);
      json.writeStringField("message", getMessage());
      json.writeStringField("hint", hint);
      json.writeEndObject();
    };
  }
}
