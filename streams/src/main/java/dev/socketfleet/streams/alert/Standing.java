package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.AlertSubject;

/**
 * Where an alert of a host stands at this moment, told or not.
 *
 * @param subject what it is about
 * @param startedAtMs when its condition began, milliseconds since the epoch
 * @param value the number that was judged last
 */
public record Standing(
    String ruleId, AlertSubject subject, Phase phase, long startedAtMs, double value) {

  /** How far it got. */
  public enum Phase {
    /** Its condition holds, but another alert speaks for it. */
    HELD,
    PENDING,
    FIRING
  }
}
