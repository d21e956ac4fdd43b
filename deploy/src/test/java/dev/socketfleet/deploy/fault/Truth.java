package dev.socketfleet.deploy.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.deploy.pipeline.WholeTopic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The windows of all hosts and of the fleet, computed from the snapshots with arithmetic of its
 * own, beside those that were published: key and start to the numbers.
 */
final class Truth {

  private Truth() {}

  /** What the snapshots add up to. */
  static Map<String, String> expected(String bootstrapServers, long windowMs) {
    Set<String> counted = new HashSet<>();
    List<JsonNode> snapshots =
        new ArrayList<>(WholeTopic.json(bootstrapServers, "socketfleet.snapshots"));
    snapshots.sort(Comparator.comparingLong(it -> it.path("capturedAtMs").asLong()));
    Map<String, List<Map<String, Long>>> samples = new TreeMap<>();
    for (JsonNode snapshot : snapshots) {
      String id = snapshot.path("host").asText() + snapshot.path("boot") + snapshot.path("seq");
      if (counted.add(id)) {
        long start = snapshot.path("capturedAtMs").asLong() / windowMs * windowMs;
        samples
            .computeIfAbsent(start + " " + snapshot.path("host").asText(), key -> new ArrayList<>())
            .add(counts(snapshot));
      }
    }
    Map<String, String> windows = new TreeMap<>();
    Map<String, Map<String, double[]>> fleet = new TreeMap<>();
    samples.forEach(
        (key, all) -> {
          windows.put(key, "samples " + all.size() + numbers(all));
          add(
              fleet.computeIfAbsent(
                  key.substring(0, key.indexOf(' ')) + " fleet", any -> new TreeMap<>()),
              all);
        });
    fleet.forEach((key, sums) -> windows.put(key, sums(sums)));
    return windows;
  }

  private static Map<String, Long> counts(JsonNode snapshot) {
    Map<String, Long> counts = new HashMap<>();
    for (JsonNode group : snapshot.path("groups")) {
      group
          .path("counts")
          .forEachEntry((state, count) -> counts.merge(state, count.asLong(), Long::sum));
    }
    return counts;
  }

  private static String numbers(List<Map<String, Long>> samples) {
    StringBuilder text = new StringBuilder();
    for (String state : states(samples)) {
      List<Long> values = samples.stream().map(sample -> sample.getOrDefault(state, 0L)).toList();
      text.append(
          " %s %d..%d mean %.6f last %d"
              .formatted(
                  state,
                  values.stream().mapToLong(it -> it).min().orElseThrow(),
                  values.stream().mapToLong(it -> it).max().orElseThrow(),
                  values.stream().mapToLong(it -> it).average().orElseThrow(),
                  values.get(values.size() - 1)));
    }
    return text.toString();
  }

  private static Set<String> states(List<Map<String, Long>> samples) {
    Set<String> states = new TreeSet<>();
    samples.forEach(sample -> states.addAll(sample.keySet()));
    return states;
  }

  /** Mean and last of the fleet are sums over its hosts; the last number counts them. */
  private static void add(Map<String, double[]> sums, List<Map<String, Long>> samples) {
    for (String state : states(samples)) {
      double[] sum = sums.computeIfAbsent(state, any -> new double[2]);
      sum[0] += samples.stream().mapToLong(it -> it.getOrDefault(state, 0L)).average().orElse(0);
      sum[1] += samples.get(samples.size() - 1).getOrDefault(state, 0L);
    }
    sums.computeIfAbsent("hosts", any -> new double[1])[0]++;
  }

  private static String sums(Map<String, double[]> sums) {
    StringBuilder text =
        new StringBuilder("hosts %.0f".formatted(sums.getOrDefault("hosts", new double[1])[0]));
    sums.forEach(
        (state, sum) -> {
          if (sum.length == 2) {
            text.append(" %s mean %.6f last %.0f".formatted(state, sum[0], sum[1]));
          }
        });
    return text.toString();
  }

  /** What was published, each window in its highest revision. */
  static Map<String, String> published(String bootstrapServers) {
    return publishedSince(bootstrapServers, 0);
  }

  /** The same of records that the broker has from then on. */
  static Map<String, String> publishedSince(String bootstrapServers, long sinceMs) {
    Map<String, JsonNode> youngest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        WholeTopic.records(bootstrapServers, "socketfleet.counts")) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      if (key.indexOf('/') < 0 && record.timestamp() >= sinceMs) {
        JsonNode window = WholeTopic.json(Stream.of(record)).get(0);
        youngest.merge(
            Instant.parse(window.path("start").asText()).toEpochMilli() + " " + key,
            window,
            (one, other) ->
                one.path("revision").asInt() > other.path("revision").asInt() ? one : other);
      }
    }
    Map<String, String> windows = new TreeMap<>();
    youngest.forEach((key, window) -> windows.put(key, text(key.endsWith(" fleet"), window)));
    return windows;
  }

  /** All that was published of the windows that differ, one a line, for people. */
  static String differences(String bootstrapServers, Map<String, String> expected) {
    Map<String, String> published = published(bootstrapServers);
    StringBuilder text = new StringBuilder();
    for (ConsumerRecord<byte[], byte[]> record :
        WholeTopic.records(bootstrapServers, "socketfleet.counts")) {
      JsonNode window = WholeTopic.json(Stream.of(record)).get(0);
      String key =
          Instant.parse(window.path("start").asText()).toEpochMilli()
              + " "
              + new String(record.key(), StandardCharsets.UTF_8);
      if (expected.containsKey(key) && !expected.get(key).equals(published.get(key))) {
        text.append(
            "%n%s revision %d samples %d hosts %d missing %d at %d"
                .formatted(
                    key,
                    window.path("revision").asInt(),
                    window.path("samples").asInt(),
                    window.path("hosts").asInt(),
                    window.path("missing").asInt(),
                    record.timestamp()));
      }
    }
    return text.toString();
  }

  private static String text(boolean fleet, JsonNode window) {
    StringBuilder text =
        new StringBuilder(
            fleet
                ? "hosts " + window.path("hosts").asInt()
                : "samples " + window.path("samples").asInt());
    Map<String, JsonNode> totals = new TreeMap<>();
    window.path("totals").forEachEntry(totals::put);
    totals.forEach(
        (state, gauge) ->
            text.append(
                fleet
                    ? " %s mean %.6f last %d"
                        .formatted(
                            state, gauge.path("mean").asDouble(), gauge.path("last").asLong())
                    : " %s %d..%d mean %.6f last %d"
                        .formatted(
                            state,
                            gauge.path("min").asLong(),
                            gauge.path("max").asLong(),
                            gauge.path("mean").asDouble(),
                            gauge.path("last").asLong())));
    return text.toString();
  }
}
