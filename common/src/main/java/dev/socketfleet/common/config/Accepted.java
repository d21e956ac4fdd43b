package dev.socketfleet.common.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * What a configuration key accepts, in words that complete "it must be ...", and what to do about a
 * value that it does not accept. {@link #toString} gives the words: they stand in error messages
 * and in the table of the README.
 */
public final class Accepted implements ConfigDef.Validator {

  private final String expectation;
  private final Predicate<Object> test;
  private final String remedy;

  private Accepted(String expectation, Predicate<Object> test, String remedy) {
    this.expectation = expectation;
    this.test = test;
    this.remedy = remedy;
  }

  /** Whole numbers of type INT or LONG, both ends included. */
  public static Accepted integers(long from, long to) {
    return new Accepted(
        "an integer in %d..%d".formatted(from, to),
        value -> value instanceof Number n && n.longValue() >= from && n.longValue() <= to,
        "");
  }

  /** Numbers of type DOUBLE, both ends included. */
  public static Accepted numbers(double from, double to) {
    return new Accepted(
        "a number in %s..%s".formatted(from, to),
        value -> value instanceof Number n && n.doubleValue() >= from && n.doubleValue() <= to,
        "");
  }

  /** One of these words, type STRING. */
  public static Accepted oneOf(List<String> words) {
    return text("one of " + String.join(", ", words), words::contains);
  }

  /** Durations as of {@link DurationText}, type STRING, both ends included. */
  public static Accepted durations(Duration from, Duration to) {
    return text(
        "a duration in %s..%s".formatted(DurationText.format(from), DurationText.format(to)),
        value ->
            DurationText.parse(value)
                .filter(duration -> duration.compareTo(from) >= 0 && duration.compareTo(to) <= 0)
                .isPresent());
  }

  /** Sizes as of {@link ByteSize}, type STRING, both ends included. */
  public static Accepted sizes(long from, long to) {
    return text(
        "a size in %s..%s".formatted(ByteSize.format(from), ByteSize.format(to)),
        value -> ByteSize.parse(value).filter(size -> size >= from && size <= to).isPresent());
  }

  /**
   * Any text that passes the test, type STRING.
   *
   * @param expectation completes "it must be"
   */
  public static Accepted text(String expectation, Predicate<String> test) {
    return new Accepted(expectation, value -> value instanceof String text && test.test(text), "");
  }

  /**
   * Any text that passes the test, type PASSWORD: the value is in no message.
   *
   * @param expectation completes "it must be"
   */
  public static Accepted secret(String expectation, Predicate<String> test) {
    return new Accepted(
        expectation, value -> value instanceof Password secret && test.test(secret.value()), "");
  }

  /**
   * The same with advice for an operator who gave something else.
   *
   * @param advice a sentence, for example {@code Use 0 to pick a free port.}
   */
  public Accepted otherwise(String advice) {
    return new Accepted(expectation, test, advice);
  }

  /** What to do about a value that is not accepted; may be empty. */
  public String remedy() {
    return remedy;
  }

  @Override
  public void ensureValid(String name, Object value) {
    if (!test.test(value)) {
      throw new ConfigException(name, value, "it must be " + expectation);
    }
  }

  @Override
  public String toString() {
    return expectation;
  }
}
