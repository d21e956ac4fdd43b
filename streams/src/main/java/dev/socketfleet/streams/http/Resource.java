package dev.socketfleet.streams.http;

import java.util.List;

/** What is at a path. Safe for any thread. */
interface Resource {

  /** Query parameters; any other is refused. */
  default List<QueryParameter> parameters() {
    return List.of();
  }

  /**
   * Answers a client, or another instance.
   *
   * @throws ApiException for a question that cannot be answered as asked
   */
  Answer answer(Call call);
}
