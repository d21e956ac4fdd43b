package dev.socketfleet.common.wire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fields of one mapping of a {@link YamlDocument}. A field with a problem reads as absent and
 * is noted there.
 */
public final class YamlFields {

  private final RuleFields fields;

  YamlFields(LocatedNode.Fields node, RuleFields.Problems problems) {
    this.fields = RuleFields.of(node, problems);
  }

  public boolean has(String field) {
    return fields.has(field);
  }

  public Optional<String> text(String field) {
    return fields.text(field);
  }

  /** An integer in {@code min..max}. */
  public Optional<Long> integer(String field, long min, long max) {
    return fields.integer(field, min, max);
  }

  /** For example {@code 10s}; at most 30 days. */
  public Optional<Duration> duration(String field) {
    return fields.duration(field);
  }

  /** One of some values by their names. */
  public <T> Optional<T> choice(String field, List<T> values, Function<T, String> wireName) {
    return fields.choice(field, values, wireName);
  }

  /**
   * A value that a parser understands.
   *
   * @param expected what it must be, for the message
   */
  public <T> Optional<T> value(
      String field, String expected, Function<String, Optional<T>> parser) {
    return fields.several(field, expected, parser).stream().findFirst();
  }

  /** Notes that a field is missing. */
  public void requirePresent(String field, String expected) {
    var unused = fields.required(field, Optional.empty(), expected, "");
  }

  /** Notes a problem of the mapping as a whole. */
  public void problem(String sentence) {
    fields.problem(sentence);
  }

  /** Notes every field that nobody asked for. */
  public void refuseOthers() {
    fields.refuseOthers();
  }
}
