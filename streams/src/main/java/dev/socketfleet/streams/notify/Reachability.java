package dev.socketfleet.streams.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what is wrong with a receiver when it begins and when it is over; counters tell the rest.
 * Owned by one thread.
 */
final class Reachability {

  private static final Logger log = LoggerFactory.getLogger(Reachability.class);

  private final String output;
  private boolean failing;
  private int refusedWith;

  Reachability(String output) {
    this.output = output;
  }

  void failed(String reason) {
    if (!failing) {
      log.warn("{} does not take notifications, trying on: {}", output, reason);
    }
    failing = true;
  }

  void worked() {
    if (failing) {
      log.info("{} takes notifications again", output);
    }
    failing = false;
    refusedWith = 0;
  }

  /**
   * It answers, but will never take this one.
   *
   * @param what is set aside
   */
  void refused(String what, Answer.Refused answer) {
    if (refusedWith != answer.status()) {
      log.warn(
          "{} refuses {} for good with HTTP {}: {}", output, what, answer.status(), answer.text());
    }
    refusedWith = answer.status();
  }
}
