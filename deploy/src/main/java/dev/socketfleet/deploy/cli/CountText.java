package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts per state as text. */
final class CountText {

  private CountText() {}

  /** All together. */
  static long total(JsonNode counts) {
    long total = 0;
    for (JsonNode count : counts) {
      total += count.asLong();
    }
    return total;
  }

  /** {@code established 120, listen 4}: the largest first. */
  static String of(JsonNode counts) {
    return counts.properties().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, JsonNode> field) -> -field.getValue().asLong())
                .thenComparing(Map.Entry::getKey))
        .map(field -> field.getKey() + " " + field.getValue().asLong())
        .collect(Collectors.joining(", "));
  }
}
