package dev.socketfleet.deploy.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One-minute windows of a server's port with arithmetic of its own: start of the window to its
 * numbers. A state that a complete snapshot does not have is zero there.
 */
final class PlainWindows {

  private static final long WINDOW_MS = 60_000;

  private PlainWindows() {}

  /** What the snapshots of one host add up to. */
  static Map<String, String> of(List<JsonNode> snapshots, int port, String state) {
    Map<Long, List<Long>> samples = new TreeMap<>();
    for (JsonNode snapshot : snapshots) {
      long count = 0;
      for (JsonNode group : snapshot.path("groups")) {
        if (group.path("role").asText().equals("server") && group.path("port").asInt() == port) {
          count += group.path("counts").path(state).asLong();
        }
      }
      long start = snapshot.path("capturedAtMs").asLong() / WINDOW_MS * WINDOW_MS;
      samples.computeIfAbsent(start, key -> new ArrayList<>()).add(count);
    }
    Map<String, String> windows = new TreeMap<>();
    samples.forEach(
        (start, counts) ->
            windows.put(
                Instant.ofEpochMilli(start).toString(),
                numbers(
                    counts.size(),
                    counts.stream().mapToLong(it -> it).min().orElseThrow(),
                    counts.stream().mapToLong(it -> it).max().orElseThrow(),
                    counts.stream().mapToLong(it -> it).average().orElseThrow(),
                    counts.get(counts.size() - 1))));
    return windows;
  }

  /** What the API answered. */
  static Map<String, String> of(JsonNode series) {
    Map<String, String> points = new TreeMap<>();
    for (JsonNode point : series.path("points")) {
      points.put(
          point.path("start").asText(),
          numbers(
              point.path("samples").asLong(),
              point.path("min").asLong(),
              point.path("max").asLong(),
              point.path("mean").asDouble(),
              point.path("last").asLong()));
    }
    return points;
  }

  private static String numbers(long samples, long min, long max, double mean, long last) {
    return "samples %d min %d max %d mean %.6f last %d".formatted(samples, min, max, mean, last);
  }
}
