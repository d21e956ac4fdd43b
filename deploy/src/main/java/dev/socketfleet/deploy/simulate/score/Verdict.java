package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.deploy.simulate.incident.Expectation;
import dev.socketfleet.deploy.simulate.incident.IncidentKind;
import java.util.Optional;

/** What an alert that fired is worth. */
public sealed interface Verdict {

  Alert alert();

  /** The first about something that was expected. */
  record Found(Alert alert, Expectation truth) implements Verdict {}

  /** One more about something that is found already. */
  record Duplicate(Alert alert, Expectation truth) implements Verdict {}

  /**
   * About nothing that should have been raised.
   *
   * @param during what went on at that host at that time, if anything
   */
  record False(Alert alert, Optional<IncidentKind> during) implements Verdict {}

  /** In one word. */
  default String word() {
    if (this instanceof Found) {
      return "found";
    }
    return this instanceof Duplicate ? "duplicate" : "false";
  }
}
