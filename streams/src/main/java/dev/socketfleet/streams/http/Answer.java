package dev.socketfleet.streams.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One answer as it goes out.
 *
 * @param partial whether it says of itself that something may be missing or old
 * @param headers beside the media type
 */
@SuppressWarnings("ArrayRecordComponent") // written once, handed on, never compared
record Answer(int status, String type, byte[] body, boolean partial, Map<String, String> headers) {

  static final String JSON = "application/json";
  static final String CSV = "text/csv; charset=utf-8";

  Answer {
    headers = Map.copyOf(headers);
  }

  /** The answer to a question that was understood. */
  static Answer ok(JsonBody body) {
    return of(200, body);
  }

  /** The same, complete or not. */
  Answer partial(boolean partial) {
    return new Answer(status, type, body, partial, headers);
  }

  static Answer of(int status, JsonBody body) {
    return new Answer(status, JSON, body.bytes(), false, Map.of());
  }

  /** A text in UTF-8 that is no JSON. */
  static Answer text(String type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Answer(200, type, body, false, Map.of());
  }

  /** The same with one more header. */
  Answer with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Answer(status, type, body, partial, all);
  }

  /** A refusal. */
  static Answer of(ApiException e) {
    return new Answer(e.status(), JSON, e.body().bytes(), false, e.headers());
  }
}
