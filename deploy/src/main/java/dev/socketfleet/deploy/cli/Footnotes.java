package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a reader of an answer must know beside its numbers: that it is not whole, or old. */
final class Footnotes {

  /** Of hosts that tell no interval: several of the default one. */
  private static final long STALE_MS = 60_000;

  private static final int MAX_NAMES = 200;

  private Footnotes() {}

  /** One a line; none for an answer that is whole and young. */
  static List<String> of(JsonNode answer) {
    List<String> notes = new ArrayList<>();
    if (answer.path("partial").asBoolean()) {
      notes.add("Partial: " + what(answer));
    }
    long staleMs = answer.path("staleMs").asLong();
    if (staleMs > Math.max(STALE_MS, 3 * answer.path("intervalMs").asLong())) {
      Instant now = Instant.now();
      notes.add(
          "Stale: the youngest snapshot behind this is %s old."
              .formatted(Age.of(now.minus(Duration.ofMillis(staleMs)), now)));
    }
    if (answer.path("next").isTextual()) {
      notes.add("There is more: raise --limit.");
    }
    return notes;
  }

  private static String what(JsonNode answer) {
    List<String> missing = new ArrayList<>();
    if (!answer.path("missingInstances").isEmpty()) {
      missing.add("no answer from " + joined(answer.path("missingInstances")));
    }
    if (!answer.path("missingPartitions").isEmpty()) {
      missing.add("nobody has the hosts of partitions " + joined(answer.path("missingPartitions")));
    }
    return missing.isEmpty()
        ? "something may be missing or old; the instance that owns it did not answer."
        : String.join("; ", missing) + ". Something may be missing or old.";
  }

  private static String joined(JsonNode names) {
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.add(name.asText()));
    return Quoted.of(String.join(", ", all), MAX_NAMES);
  }
}
