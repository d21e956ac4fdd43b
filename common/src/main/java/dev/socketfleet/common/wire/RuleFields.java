package dev.socketfleet.common.wire;

import dev.socketfleet.common.config.DurationText;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.NearestName;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads the fields of one mapping and notes every problem instead of stopping at the first. A field
 * with a problem reads as its fallback, so reading goes on.
 */
final class RuleFields {

  /** Takes the sentences. */
  interface Problems {
    void add(int line, String sentence);

    /** Whether a field that nobody asked for is a problem. */
    boolean refusesUnknownFields();

    /** What the mapping describes, with its article. */
    default String thing() {
      return "a rule";
    }
  }

  private static final Duration MAX_DURATION = Duration.ofDays(30);

  private final String path;
  private final LocatedNode.Fields node;
  private final Problems problems;
  private final Set<String> known = new TreeSet<>();

  private RuleFields(String path, LocatedNode.Fields node, Problems problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  /** The fields of a rule's own mapping. */
  static RuleFields of(LocatedNode.Fields node, Problems problems) {
    return new RuleFields("", node, problems);
  }

  boolean has(String field) {
    return find(field).isPresent();
  }

  /** The mapping in a field; an empty one when it is not there. */
  RuleFields object(String field) {
    Optional<LocatedNode> found = find(field);
    LocatedNode.Fields empty = new LocatedNode.Fields(node.line(), Map.of());
    if (found.isEmpty()) {
      return new RuleFields(name(field), empty, problems);
    }
    if (found.get() instanceof LocatedNode.Fields fields) {
      return new RuleFields(name(field), fields, problems);
    }
    wrong(field, found.get(), "a mapping");
    return new RuleFields(name(field), empty, problems);
  }

  Optional<String> text(String field) {
    return scalar(field, "text of at least 1 character", text -> true, Function.identity());
  }

  String requiredText(String field) {
    return required(field, text(field), "text", "");
  }

  boolean flag(String field, boolean fallback) {
    return scalar(
            field,
            "true or false",
            text -> text.equals("true") || text.equals("false"),
            Boolean::valueOf)
        .orElse(fallback);
  }

  Optional<Long> integer(String field, long min, long max) {
    String expected = "an integer in " + min + ".." + max;
    return scalar(
        field,
        expected,
        text ->
            text.matches("\\d{1,15}") && Long.parseLong(text) >= min && Long.parseLong(text) <= max,
        Long::valueOf);
  }

  Optional<Double> aboveZero(String field) {
    return scalar(
        field,
        "a number above 0",
        text -> text.matches("\\d{1,12}(\\.\\d{1,9})?") && Double.parseDouble(text) > 0,
        Double::valueOf);
  }

  Optional<Double> notNegative(String field) {
    return scalar(
        field,
        "a number of at least 0",
        text -> text.matches("\\d{1,12}(\\.\\d{1,9})?"),
        Double::valueOf);
  }

  Optional<Duration> duration(String field) {
    return scalar(
        field,
        "a duration such as 500ms, 10s, 5m, 2h or 1d, at most 30d",
        text -> parsed(text).isPresent(),
        text -> parsed(text).orElseThrow());
  }

  private static Optional<Duration> parsed(String text) {
    Optional<Duration> duration =
        text.equals("0") ? Optional.of(Duration.ZERO) : DurationText.parse(text);
    return duration.filter(it -> it.compareTo(MAX_DURATION) <= 0);
  }

  <T> Optional<T> choice(String field, List<T> values, Function<T, String> wireName) {
    Function<String, Optional<T>> byName =
        text -> values.stream().filter(it -> wireName.apply(it).equals(text)).findFirst();
    return scalar(
        field,
        "one of " + String.join(", ", values.stream().map(wireName).toList()),
        text -> byName.apply(text).isPresent(),
        text -> byName.apply(text).orElseThrow());
  }

  /** One scalar or a list of them, each read by the parser; empty when the field is not there. */
  <T> List<T> several(String field, String expected, Function<String, Optional<T>> parser) {
    return find(field).stream()
        .flatMap(
            found -> found instanceof LocatedNode.Items it ? it.nodes().stream() : listOf(found))
        .flatMap(item -> element(field, expected, item, parser).stream())
        .toList();
  }

  private static Stream<LocatedNode> listOf(LocatedNode only) {
    return Stream.of(only);
  }

  private <T> Optional<T> element(
      String field, String expected, LocatedNode item, Function<String, Optional<T>> parser) {
    Optional<T> value =
        item instanceof LocatedNode.Scalar scalar ? parser.apply(scalar.text()) : Optional.empty();
    if (value.isEmpty()) {
      wrong(field, item, expected);
    }
    return value;
  }

  /** All fields of a mapping as texts. */
  Map<String, String> texts(String field) {
    RuleFields fields = object(field);
    Map<String, String> texts = new LinkedHashMap<>();
    fields.node.byName().keySet().forEach(key -> texts.put(key, fields.requiredText(key)));
    return texts;
  }

  <T> T required(String field, Optional<T> value, String expected, T fallback) {
    if (value.isEmpty() && !has(field)) {
      problems.add(node.line(), "%s is missing; it must be %s".formatted(name(field), expected));
    }
    return value.orElse(fallback);
  }

  /** Notes every field that nobody asked for, with the nearest that exists. */
  void refuseOthers() {
    if (!problems.refusesUnknownFields()) {
      return;
    }
    Set<String> unknown = new HashSet<>(node.byName().keySet());
    unknown.removeAll(known);
    for (String field : new TreeSet<>(unknown)) {
      String nearest =
          NearestName.to(field, known).map(it -> "; the nearest that exists is " + it).orElse("");
      LocatedNode value = node.byName().getOrDefault(field, node);
      problems.add(
          value.line(), name(Quoted.of(field)) + " is no field of " + problems.thing() + nearest);
    }
  }

  /** Notes what is wrong with a field, in its line. */
  void problem(String field, String sentence) {
    int line = find(field).map(LocatedNode::line).orElse(node.line());
    problems.add(line, name(field) + " " + sentence);
  }

  void problem(String sentence) {
    problems.add(node.line(), sentence);
  }

  private <T> Optional<T> scalar(
      String field, String expected, Predicate<String> valid, Function<String, T> parser) {
    Optional<LocatedNode> found = find(field);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof LocatedNode.Scalar scalar
        && !scalar.text().isEmpty()
        && valid.test(scalar.text())) {
      return Optional.of(parser.apply(scalar.text()));
    }
    wrong(field, found.get(), expected);
    return Optional.empty();
  }

  private Optional<LocatedNode> find(String field) {
    known.add(field);
    return Optional.ofNullable(node.byName().get(field));
  }

  private void wrong(String field, LocatedNode value, String expected) {
    problems.add(
        value.line(),
        "%s was %s but it must be %s".formatted(name(field), value.shown(), expected));
  }

  private String name(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
