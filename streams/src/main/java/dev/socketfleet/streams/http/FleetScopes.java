package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.streams.fleet.FleetScope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which hosts a question about the fleet is about: all, or those with one label. */
record FleetScopes(Set<String> labels) {

  /** The scope of {@code label=key:value}, or the fleet. */
  FleetScope of(Parameters parameters) {
    List<Map.Entry<String, String>> asked = parameters.labels();
    if (asked.isEmpty()) {
      return FleetScope.FLEET;
    }
    if (asked.size() > 1) {
      throw ApiException.invalid(
          "label was given %d times but it must be given once".formatted(asked.size()),
          "The windows of the fleet are kept by one label at a time.");
    }
    String key = asked.get(0).getKey();
    if (!labels.contains(key)) {
      throw ApiException.invalid(
          "label was of '%s' but windows are kept %s".formatted(Quoted.of(key), kept()),
          "The configuration fleet.labels names the labels.");
    }
    return FleetScope.ofLabel(key, asked.get(0).getValue());
  }

  private String kept() {
    return labels.isEmpty()
        ? "for the whole fleet only"
        : "for " + String.join(", ", new TreeSet<>(labels));
  }
}
