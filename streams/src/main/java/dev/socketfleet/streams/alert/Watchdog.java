package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.states.Guidance;
import dev.socketfleet.streams.rule.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The alerts that always fire. They are told again and again, as long as the clock of a partition
 * goes on and rules are judged: who hears nothing for some minutes knows that the pipeline is dead.
 * Nothing of them is stored. Owned by one stream thread.
 */
public final class Watchdog {

  /** How often an alert is told. */
  static final long EVERY_MS = 60_000;

  private static final String FLEET = "fleet";
  private static final String ANY_OS = "";

  private final Map<String, Told> firing = new LinkedHashMap<>();

  private record Told(Rule rule, String revision, long startedMs, long atMs) {}

  /**
   * What has to be told now.
   *
   * @param nowMs time of the partition clock, which never moves backwards
   */
  public List<Alert> advance(long nowMs, RuleSet rules) {
    List<Alert> told = new ArrayList<>(0);
    for (Told each : List.copyOf(firing.values())) {
      if (!rules.revision(each.rule.id()).equals(Optional.of(each.revision))
          || !rules.standing().contains(each.rule)) {
        firing.remove(each.rule.id());
        told.add(alert(each, nowMs, Optional.of(ResolveReason.RULE_REMOVED)));
      }
    }
    for (Rule rule : rules.standing()) {
      Told before = firing.get(rule.id());
      if (before == null || nowMs - before.atMs >= EVERY_MS) {
        long startedMs = before == null ? nowMs : before.startedMs;
        String revision = rules.revision(rule.id()).orElse("");
        Told now = new Told(rule, revision, startedMs, nowMs);
        firing.put(rule.id(), now);
        told.add(alert(now, nowMs, Optional.empty()));
      }
    }
    return told;
  }

  private static Alert alert(Told told, long nowMs, Optional<ResolveReason> reason) {
    AlertSubject subject =
        new AlertSubject(
            FLEET,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    String id = subject.alertId(told.rule.id());
    Guidance guidance = Lore.subject(Lore.WATCHDOG);
    String summary =
        told.rule
            .summary()
            .orElse("the pipeline is alive: this alert always fires, worry when it is missing");
    return new Alert(
        id,
        id + "-" + nowMs,
        nowMs,
        reason.isPresent() ? AlertStatus.RESOLVED : AlertStatus.FIRING,
        reason,
        told.rule.severity(),
        new Alert.RuleReference(told.rule.id(), Condition.Always.KIND, told.revision),
        subject,
        Map.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Instant.ofEpochMilli(told.startedMs),
        Instant.ofEpochMilli(nowMs),
        reason.map(it -> Instant.ofEpochMilli(nowMs)),
        reason.isPresent() ? "rule " + told.rule.id() + " was removed" : summary,
        guidance.meaning(),
        guidance.checkLines(ANY_OS, FLEET),
        Evidence.NONE);
  }
}
