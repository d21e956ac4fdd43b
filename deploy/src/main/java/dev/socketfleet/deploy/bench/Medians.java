package dev.socketfleet.deploy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Values by what was measured, in the order in which each came first. */
final class Medians {

  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  void add(String what, double value) {
    values.computeIfAbsent(what, key -> new ArrayList<>()).add(value);
  }

  Iterable<String> names() {
    return values.keySet();
  }

  /** The middle value, of an even number the upper one; empty when there is none. */
  OptionalDouble of(String what) {
    List<Double> sorted = values.getOrDefault(what, List.of()).stream().sorted().toList();
    return sorted.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted.get(sorted.size() / 2));
  }

  /** The middle value in a format; a dash when nothing was measured. */
  String text(String format, String what) {
    OptionalDouble median = of(what);
    return median.isPresent() ? format.formatted(median.getAsDouble()) : "-";
  }

  /** Median divided by median, as {@code 0.31}; a dash when one of them was not measured. */
  String ratio(String what, String peer) {
    OptionalDouble one = of(what);
    OptionalDouble other = of(peer);
    return one.isPresent() && other.isPresent() && other.getAsDouble() > 0
        ? "%.2f".formatted(one.getAsDouble() / other.getAsDouble())
        : "-";
  }
}
