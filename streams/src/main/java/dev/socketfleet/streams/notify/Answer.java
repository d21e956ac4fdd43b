package dev.socketfleet.streams.notify;

/** What became of a request. */
sealed interface Answer {

  /** The receiver has it. */
  record Delivered() implements Answer {}

  /**
   * The receiver will never take it.
   *
   * @param text beginning of its answer
   */
  record Refused(int status, String text) implements Answer {}

  /** Not now: no connection, no answer in time, or a status that may pass. */
  record Failed(String reason) implements Answer {}
}
