package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.FleetCause;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one scope: those on the sums over its hosts, judged once for each window, and those
 * on what its hosts have in common, judged every second. All that must agree is one record, which
 * also holds what was told lately, so that no transition is lost in a crash.
 *
 * <p>Owned by one stream thread. The clock is that of the process; times of sums are those of their
 * windows.
 */
public final class FleetAlerts {

  private static final int VERSION = 1;
  private static final int MAX_EPISODES = 4_096;
  private static final int MAX_TEXT_BYTES = 256;

  /** Partitions that are late by more than this are judged without. */
  private static final long AWAIT_PARTITIONS_MS = 10_000;

  /** Less than this part of the hosts that the window before had, and a partition is missing. */
  private static final double COMPLETE = 0.9;

  private final FleetScope scope;
  private final long alertRetentionMs;
  private final Output out;
  private final SumAlerts sums;
  private final CommonAlerts common;
  private FleetOutbox outbox = new FleetOutbox();

  /** The last transition of each alert that fires. */
  private final Map<String, Alert> firing = new TreeMap<>();

  /** When a resolved alert stops being a current one, by alert id. */
  private final Map<String, Long> forgetAtMs = new TreeMap<>();

  private final Map<Integer, PartitionTrouble> troubles = new TreeMap<>();
  private @Nullable FleetWindow latest;
  private @Nullable FleetWindow deferred;
  private long deferredAtMs;
  private byte[] saved;
  private boolean dirty;

  /** Where state and transitions go, and where the past is found. */
  public interface Output {

    /** Keeps the whole state of the scope, in one write. */
    void save(byte[] state);

    /** Publishes a transition. */
    void publish(Alert alert);

    /** Publishes that an alert is no current one any more. */
    void publishForgotten(String alertId);

    /** The last windows of a series of the scope, oldest first, at most 10. */
    List<Evidence.Point> recent(Endpoint endpoint, SocketState state);

    /** Tells of a defect: the alerts stay as they were saved. */
    void judgingFailed(RuntimeException cause);
  }

  /**
   * A scope of which nothing is known.
   *
   * @param alertRetentionMs how long a resolved alert stays a current one
   */
  public FleetAlerts(FleetScope scope, long alertRetentionMs, Output out) {
    this.scope = scope;
    this.alertRetentionMs = alertRetentionMs;
    this.out = out;
    this.sums = new SumAlerts(scope);
    this.common = new CommonAlerts(scope);
    this.saved = encode();
  }

  /**
   * Takes up what was saved.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public void restore(byte[] state) {
    BinaryReader in = new BinaryReader(state);
    int version = in.octet();
    if (version != VERSION) {
      throw new BinaryFormatException(
          "stored alerts of the fleet have version %d but this program reads %d"
              .formatted(version, VERSION));
    }
    sums.decode(in);
    common.decode(in);
    outbox = FleetOutbox.decode(in);
    firing.clear();
    for (int left = in.varint(MAX_EPISODES); left > 0; left--) {
      Alert alert = FleetOutbox.alert(in.byteArray(Integer.MAX_VALUE));
      firing.put(alert.id(), alert);
    }
    forgetAtMs.clear();
    for (int left = in.varint(Integer.MAX_VALUE); left > 0; left--) {
      forgetAtMs.put(in.text(MAX_TEXT_BYTES), in.varint());
    }
    saved = state;
  }

  private byte[] encode() {
    BinaryWriter state = new BinaryWriter(4_096);
    state.octet(VERSION);
    sums.encode(state);
    common.encode(state);
    outbox.encode(state);
    state.varint(firing.size());
    firing.values().forEach(it -> state.byteArray(AlertCodec.encode(it)));
    state.varint(forgetAtMs.size());
    forgetAtMs.forEach(
        (id, atMs) -> {
          state.text(id);
          state.varint(atMs);
        });
    return state.toByteArray();
  }

  /** Tells again what may not have got out before a crash. */
  public void resume(long nowMs) {
    outbox.replay(
        nowMs,
        new FleetOutbox.Receiver() {
          @Override
          public void publish(Alert alert) {
            out.publish(alert);
          }

          @Override
          public void publishForgotten(String alertId) {
            out.publishForgotten(alertId);
          }
        });
  }

  /** Takes the youngest window that was added up before the start. */
  public void knows(FleetWindow window) {
    latest = window;
  }

  /** Takes what a partition tells, in place of what it told before. */
  public void told(int partition, PartitionTrouble trouble) {
    troubles.put(partition, trouble);
  }

  /** Takes a window that was added up; each is judged once, when all partitions are in it. */
  public void summed(FleetWindow sum, RuleSet rules, long nowMs) {
    if (sum.startMs() < sums.judgedUntilMs() || sum.samples() == 0) {
      return;
    }
    FleetWindow before = latest;
    int hosts = sum.hosts() + sum.missing();
    if (before != null && hosts < COMPLETE * (before.hosts() + before.missing())) {
      // A window that follows is no reason to give this one up: in order, and each once.
      if (deferred != null && deferred.startMs() < sum.startMs()) {
        judge(deferred, rules, nowMs);
      }
      if (deferred == null || deferred.startMs() != sum.startMs()) {
        deferredAtMs = nowMs;
      }
      deferred = sum;
      return;
    }
    if (deferred != null && deferred.startMs() < sum.startMs()) {
      judge(deferred, rules, nowMs);
    }
    deferred = null;
    judge(sum, rules, nowMs);
  }

  private void judge(FleetWindow sum, RuleSet rules, long nowMs) {
    latest = sum;
    attempt(
        nowMs,
        told ->
            sums.judge(
                sum, troubled(), rules.sumsOf(scope.text()).with(causes()), out::recent, told));
    dirty = true;
  }

  private List<HostTrouble> troubled() {
    return troubles.values().stream().flatMap(it -> it.troubled().stream()).toList();
  }

  private List<FleetCause> causes() {
    return FleetCause.of(firing.values());
  }

  /** Judges what is due by the clock of the process, and keeps what changed. */
  public void advance(RuleSet rules, long nowMs) {
    FleetWindow late = deferred;
    if (late != null && nowMs - deferredAtMs >= AWAIT_PARTITIONS_MS) {
      deferred = null;
      judge(late, rules, nowMs);
    }
    attempt(nowMs, told -> sums.reconcile(rules.sumsOf(scope.text()), nowMs, told));
    attempt(
        nowMs,
        told ->
            common.judge(
                rules.standingsOf(scope.text()),
                rules,
                troubled(),
                this::concerned,
                causes(),
                nowMs,
                told));
    disown(rules, nowMs);
    forget(nowMs);
    dirty |= outbox.prune(nowMs);
    keep();
  }

  private void keep() {
    if (dirty) {
      saved = encode();
      out.save(saved);
      dirty = false;
    }
  }

  /** How many hosts could have the trouble. */
  private int concerned(Optional<Endpoint> endpoint) {
    int hosts = troubles.values().stream().mapToInt(PartitionTrouble::hosts).sum();
    FleetWindow window = latest;
    return window == null || endpoint.isEmpty()
        ? hosts
        : Math.min(hosts, window.hostsWith(endpoint.get()));
  }

  private interface Judgement {
    void judge(Collection<Alert> told);
  }

  /** Tells only what came out whole: a defect must cost neither counts nor other scopes. */
  private void attempt(long nowMs, Judgement judgement) {
    keep();
    List<Alert> told = new ArrayList<>(0);
    try {
      judgement.judge(told);
    } catch (RuntimeException e) {
      restore(saved);
      out.judgingFailed(e);
      return;
    }
    told.forEach(alert -> tell(alert, nowMs));
  }

  private void tell(Alert alert, long nowMs) {
    out.publish(alert);
    outbox.add(nowMs, alert);
    if (alert.status() == AlertStatus.FIRING) {
      firing.put(alert.id(), alert);
    } else {
      firing.remove(alert.id());
    }
    if (alert.status() == AlertStatus.RESOLVED) {
      forgetAtMs.put(alert.id(), nowMs + alertRetentionMs);
    } else {
      forgetAtMs.remove(alert.id());
    }
    dirty = true;
  }

  /**
   * An alert of this scope that is said to fire while nobody here knows of it is left over from
   * another application id or from state that was lost. It would hold back alerts of hosts for
   * ever.
   */
  private void disown(RuleSet rules, long nowMs) {
    for (FleetCause cause : rules.causes()) {
      if (cause.scope().equals(scope.text())
          && !firing.containsKey(cause.alertId())
          && !forgetAtMs.containsKey(cause.alertId())
          && !sums.isTold(cause.alertId())
          && !common.isTold(cause.alertId())) {
        tell(FleetText.disowned(cause, nowMs, ResolveReason.RULE_CHANGED), nowMs);
      }
    }
  }

  private void forget(long nowMs) {
    Map<String, Long> due = new HashMap<>(forgetAtMs);
    due.values().removeIf(atMs -> atMs > nowMs);
    for (String id : due.keySet()) {
      forgetAtMs.remove(id);
      out.publishForgotten(id);
      outbox.addForgotten(nowMs, id);
      dirty = true;
    }
  }
}
