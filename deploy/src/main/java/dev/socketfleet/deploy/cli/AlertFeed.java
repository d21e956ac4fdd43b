package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.deploy.CommandFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which alerts changed since it was asked before. Owned by one thread. */
final class AlertFeed {

  /** Of alerts that changed long ago nobody hears again. */
  private static final int MAX_ALERTS = 100_000;

  private final Map<String, Long> revisions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_ALERTS;
        }
      };

  /** The alert of a JSON object of the API. */
  static Alert decode(JsonNode item) {
    try {
      return AlertCodec.decode(item.toString().getBytes(StandardCharsets.UTF_8));
    } catch (MalformedRecordException e) {
      throw new CommandFailedException(
          "the API answered with an alert that this version cannot read: " + e.getMessage(), e);
    }
  }

  /** The alerts of a list of the API. */
  static List<Alert> decodeAll(JsonNode items) {
    List<Alert> alerts = new ArrayList<>();
    items.forEach(item -> alerts.add(decode(item)));
    return alerts;
  }

  /** The alert, when its revision is higher than the one seen before. */
  Optional<Alert> offer(Alert alert) {
    Long before = revisions.put(alert.id(), alert.revision());
    if (before != null && before >= alert.revision()) {
      revisions.put(alert.id(), before);
      return Optional.empty();
    }
    return Optional.of(alert);
  }

  /** What changed, in the order in which it did; alerts that are gone are forgotten. */
  List<Alert> offerAll(List<Alert> current) {
    List<Alert> changed =
        current.stream()
            .flatMap(alert -> offer(alert).stream())
            .sorted(Comparator.comparing(Alert::updatedAt))
            .toList();
    revisions.keySet().retainAll(current.stream().map(Alert::id).toList());
    return changed;
  }
}
