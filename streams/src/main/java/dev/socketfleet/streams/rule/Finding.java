package dev.socketfleet.streams.rule;

import java.util.OptionalDouble;

/** What a condition says of one observation. */
public sealed interface Finding {

  /** It cannot be told: an alert stays as it is. */
  record Unknown() implements Finding {}

  /**
   * It was measured.
   *
   * @param holds whether it is trouble
   * @param value the number judged
   * @param threshold the number at which an alert would begin; absent where there is no such number
   */
  record Measured(boolean holds, double value, OptionalDouble threshold) implements Finding {}

  /** Measured, with a number at which an alert would begin. */
  static Finding of(boolean holds, double value, double threshold) {
    return new Measured(holds, value, OptionalDouble.of(threshold));
  }

  /** Whether it is known to be trouble. */
  default boolean holds() {
    return this instanceof Measured measured && measured.holds();
  }

  /** Whether it is known to be no trouble. */
  default boolean isOver() {
    return this instanceof Measured measured && !measured.holds();
  }
}
