package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.streams.query.AlertReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code GET /api/v1/alerts}: the current alerts, the firing ones first. */
final class AlertsResource implements Resource {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 5_000;

  private final AlertReader alerts;
  private final StateDictionary dictionary;

  AlertsResource(AlertReader alerts, StateDictionary dictionary) {
    this.alerts = alerts;
    this.dictionary = dictionary;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("status", "host", "state", "severity", "limit", "next");
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Optional<AlertOrder> after = parameters.text("next").map(AlertOrder::ofCursor);
    List<Alert> page =
        alerts.alerts().stream()
            .filter(filter(parameters))
            .filter(alert -> after.map(it -> it.compareTo(AlertOrder.of(alert)) < 0).orElse(true))
            .sorted(Comparator.comparing(AlertOrder::of))
            .limit(limit + 1L)
            .toList();
    boolean more = page.size() > limit;
    List<Alert> items = more ? page.subList(0, limit) : page;
    return new ItemList<>(
        items,
        more ? Optional.of(AlertOrder.of(items.get(limit - 1)).cursor()) : Optional.empty(),
        AlertCodec::write);
  }

  private Predicate<Alert> filter(Parameters parameters) {
    Optional<AlertStatus> status =
        parameters.oneOf("status", AlertStatus.values(), AlertStatus::wireName);
    Optional<Severity> severity =
        parameters.oneOf("severity", Severity.values(), Severity::wireName);
    Optional<Set<SocketState>> states = parameters.states("state", dictionary);
    Optional<String> host = parameters.text("host");
    return alert ->
        status.map(it -> it == alert.status()).orElse(true)
            && severity.map(it -> it == alert.severity()).orElse(!isWatchdog(alert))
            && host.map(it -> alert.subject().host().equals(Optional.of(it))).orElse(true)
            && states
                .map(it -> alert.subject().state().map(it::contains).orElse(false))
                .orElse(true);
  }

  /** Always fires, so it is only shown to those who ask for its severity. */
  private static boolean isWatchdog(Alert alert) {
    return alert.rule().kind().equals(Condition.Always.KIND);
  }
}
