package dev.socketfleet.streams.http;

import java.util.Set;

/** What answers one path. Safe for any thread. */
interface Resource {

  /** The query parameters that it understands; any other is an error. */
  default Set<String> parameters() {
    return Set.of();
  }

  /**
   * The answer to one request.
   *
   * @throws ApiException when it cannot be answered as asked
   */
  JsonBody answer(Parameters parameters);
}
