package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Set;

/**
 * How much of what was asked for is in an answer.
 *
 * @param partial whether something may be missing or old: not every part was answered by its owner
 * @param missing instances that were asked and did not answer
 * @param missingPartitions of the hosts, for which nobody answered
 */
record Completeness(boolean partial, Set<String> missing, Set<Integer> missingPartitions) {

  static final Completeness WHOLE = new Completeness(false, Set.of(), Set.of());

  Completeness {
    missing = Set.copyOf(missing);
    missingPartitions = Set.copyOf(missingPartitions);
  }

  /** The same, and something was left out for its size. */
  Completeness cut() {
    return new Completeness(true, missing, missingPartitions);
  }

  /** The fields of a list. */
  void write(JsonGenerator json) throws IOException {
    json.writeBooleanField("partial", partial);
    if (partial) {
      json.writeArrayFieldStart("missingInstances");
      for (String instance : missing.stream().sorted().toList()) {
        json.writeString(instance);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("missingPartitions");
      for (int partition : missingPartitions.stream().sorted().toList()) {
        json.writeNumber(partition);
      }
      json.writeEndArray();
    }
  }
}
