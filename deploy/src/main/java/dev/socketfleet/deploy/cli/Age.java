package dev.socketfleet.deploy.cli;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in the largest unit that has at least two of it. */
final class Age {

  private Age() {}

  static String of(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.isNegative()) {
      return "0s";
    }
    if (age.toSeconds() < 120) {
      return age.toSeconds() + "s";
    }
    if (age.toMinutes() < 120) {
      return age.toMinutes() + "m";
    }
    return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
