package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the topic of alerts says, record by record: the highest revision of each alert. One thread
 * writes, any thread reads.
 */
final class CurrentAlerts implements AlertReader {

  private final Map<String, Alert> byId = new ConcurrentHashMap<>();

  /**
   * Takes one record in the order of its partition.
   *
   * @param value null when the alert is forgotten
   * @return whether it is about many hosts
   * @throws MalformedRecordException when it is no alert of that id; nothing changes then
   */
  boolean apply(byte @Nullable [] key, byte @Nullable [] value) throws MalformedRecordException {
    if (key == null) {
      throw new MalformedRecordException(Reason.EMPTY, "an alert's record has no key");
    }
    String id = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      Alert forgotten = byId.remove(id);
      return forgotten != null && isOfScope(forgotten);
    }
    Alert alert = AlertCodec.decode(value);
    if (!alert.id().equals(id)) {
      throw new MalformedRecordException(
          Reason.KEY_MISMATCH, "an alert's record has the key of another alert");
    }
    byId.merge(id, alert, (old, it) -> it.revision() >= old.revision() ? it : old);
    return isOfScope(alert);
  }

  private static boolean isOfScope(Alert alert) {
    return alert.subject().host().isEmpty();
  }

  /** The alerts about many hosts that fire, in the order of their ids. */
  List<Alert> firingOfScopes() {
    return byId.values().stream()
        .filter(it -> isOfScope(it) && it.status() == AlertStatus.FIRING)
        .sorted(Comparator.comparing(Alert::id))
        .toList();
  }

  @Override
  public List<Alert> alerts() {
    return List.copyOf(byId.values());
  }

  @Override
  public Optional<Alert> alert(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
