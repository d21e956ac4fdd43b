package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.HostSample;
import java.util.List;

/**
 * All alerts and baselines of one host. Owned by one stream thread; not thread-safe.
 *
 * <p>Nothing here knows a clock: samples bring their event time, {@link Liveness} brings the
 * partition clock. So the same input gives the same transitions, live, after a restart and in a
 * backtest.
 */
public final class HostAlerts {

  private static final int VERSION = 1;

  private long judgedAt = Long.MIN_VALUE;

  /**
   * Judges a snapshot. Incomplete ones and those not newer than the last judged change nothing:
   * missing data freezes alerts.
   */
  public void judge(HostSample sample, RuleSet rules, Verdicts out) {
    if (!sample.complete() || sample.at() <= judgedAt) {
      return;
    }
    judgedAt = sample.at();
  }

  /** Judges what depends on the passing of time: whether the host is silent. */
  public void tick(Liveness liveness, RuleSet rules, Verdicts out) {}

  /** Resolves everything that is active. */
  public void retire(ResolveReason reason, long atMs, Verdicts out) {}

  /** Whether any alert is pending or firing. */
  public boolean active() {
    return !current().isEmpty();
  }

  /** The alerts that are pending or firing. */
  public List<ActiveAlert> current() {
    return List.of();
  }

  /** Appends the whole state. */
  public void encode(BinaryWriter out) {
    out.octet(VERSION);
    out.zigzag(judgedAt);
  }

  /**
   * The state that {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static HostAlerts decode(BinaryReader in) {
    int version = in.octet();
    if (version != VERSION) {
      throw new BinaryFormatException(
          "alert state has version %d but this reads %d".formatted(version, VERSION));
    }
    HostAlerts alerts = new HostAlerts();
    alerts.judgedAt = in.zigzag();
    return alerts;
  }
}
