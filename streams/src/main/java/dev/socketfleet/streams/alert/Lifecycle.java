package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.streams.alert.Episode.Phase;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.Finding;
import dev.socketfleet.streams.rule.HostRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The alerts at one place, from findings to transitions: {@code pending -> firing -> resolved} as
 * Prometheus has them, and one voice an incident. Owned by the host's thread.
 *
 * <p>An alert stays silent while another that its rule names in {@code suppressed_by} fires here or
 * at a related place, or waits for its {@code for} and has precedence; when that one ends, its own
 * {@code for} begins anew. Of several that wait only the first is told as pending. One that fires
 * goes on while a rule that it names in {@code kept_by} holds, whether that is told or not.
 */
final class Lifecycle {

  private static final int MAX_EPISODES = 65_536;

  private final List<Episode> episodes;

  Lifecycle(List<Episode> episodes) {
    this.episodes = new ArrayList<>(episodes);
  }

  /**
   * The times of one round of judging.
   *
   * @param at of the transitions, milliseconds since the epoch
   * @param observedMs the clock of {@code for} and {@code keep_firing_for}; stands still while the
   *     host is not observed
   * @param slackMs by which {@code for} may be missed: snapshots jitter
   * @param leastMs what {@code for} lasts if it is not zero
   * @param revisionFloor what new alerts number above
   */
  record Moment(long at, long observedMs, long slackMs, long leastMs, long revisionFloor) {

    /** A time above zero needs at least two snapshots. */
    boolean isPast(Duration wanted, long elapsedMs) {
      return wanted.isZero() || (elapsedMs > 0 && elapsedMs + slackMs >= wanted.toMillis());
    }

    /** Whether a condition held for long enough. */
    boolean isHeld(Rule rule, long heldMs) {
      return isPast(rule.holdFor(), heldMs) && (rule.holdFor().isZero() || heldMs >= leastMs);
    }
  }

  /** Takes the transitions. */
  interface Listener {

    void transition(Episode episode, AlertStatus status, Optional<ResolveReason> reason);

    /** Whether an alert about many hosts speaks for this one. */
    boolean isSpokenFor(Rule rule, Episode episode);

    /** The alert ended; its numbering may be forgotten up to this. */
    void forgotten(long revision);
  }

  /** The alerts at this place and at those that are related to it. */
  interface Neighbours {

    /**
     * Whether an alert that the rule is suppressed by is about the same as this one, and fires or
     * will, the condition of an earlier rule being there.
     */
    boolean speak(HostRules.Armed armed, Episode episode);

    /** Whether such an alert is told as pending. */
    boolean wait(HostRules.Armed armed, Episode episode);

    /** Whether the condition of one of the rules holds, told or not. */
    boolean hold(List<Glob> rules, Episode episode);
  }

  List<Episode> episodes() {
    return episodes;
  }

  /** The remote addresses that a watch has alerts about. */
  List<String> peers(Watch watch) {
    List<String> peers = new ArrayList<>(0);
    for (Episode episode : episodes) {
      if (episode.is(watch.to(episode.peer))) {
        peers.add(episode.peer);
      }
    }
    return peers;
  }

  Optional<Episode> find(Watch watch) {
    for (Episode episode : episodes) {
      if (episode.is(watch)) {
        return Optional.of(episode);
      }
    }
    return Optional.empty();
  }

  boolean isFiring(Watch watch) {
    return !episodes.isEmpty() && find(watch).map(Episode::isFiring).orElse(false);
  }

  /** Ends the alerts whose rule is gone or another now. */
  void reconcile(HostRules rules, Listener listener) {
    for (Episode episode : List.copyOf(episodes)) {
      Optional<HostRules.Armed> armed = rules.find(episode.ruleId);
      if (armed.isEmpty()) {
        end(episode, ResolveReason.RULE_REMOVED, listener);
      } else if (!armed.get().revision().equals(episode.ruleRevision)) {
        end(episode, ResolveReason.RULE_CHANGED, listener);
      }
    }
  }

  /** Ends all alerts. */
  void endAll(ResolveReason reason, Listener listener) {
    List.copyOf(episodes).forEach(episode -> end(episode, reason, listener));
  }

  /**
   * Takes one round of findings in.
   *
   * @param findings one for each watch
   */
  void advance(
      List<Watch> watches,
      List<Finding> findings,
      Moment now,
      Neighbours neighbours,
      Listener listener) {
    for (int i = 0; i < watches.size(); i++) {
      note(watches.get(i), findings.get(i), now, neighbours, listener);
    }
    for (int i = 0; i < watches.size() && !episodes.isEmpty(); i++) {
      Optional<Episode> episode = find(watches.get(i));
      if (episode.isPresent() && !episode.get().isFiring()) {
        raise(watches.get(i).armed(), episode.get(), findings.get(i), now, neighbours, listener);
      }
    }
  }

  private void note(
      Watch watch, Finding finding, Moment now, Neighbours neighbours, Listener listener) {
    if (!(finding instanceof Finding.Measured measured)) {
      return;
    }
    Optional<Episode> known = find(watch);
    if (measured.holds()) {
      Episode episode = known.orElseGet(() -> begin(watch, now));
      episode.holdsAgain();
      episode.seen(measured);
    } else if (known.isPresent()) {
      known.get().seen(measured);
      clear(watch.rule(), known.get(), now, neighbours, listener);
    }
  }

  private Episode begin(Watch watch, Moment now) {
    Episode episode = Episode.begin(watch, now.at(), now.observedMs(), now.revisionFloor());
    episodes.add(episode);
    return episode;
  }

  private void clear(
      Rule rule, Episode episode, Moment now, Neighbours neighbours, Listener listener) {
    if (!episode.isFiring()) {
      end(episode, ResolveReason.NOT_CONFIRMED, listener);
    } else if (!rule.keptBy().isEmpty() && neighbours.hold(rule.keptBy(), episode)) {
      episode.holdsAgain();
    } else if (now.isPast(rule.keepFiringFor(), episode.clearing(now.observedMs()))) {
      end(episode, ResolveReason.CLEARED, listener);
    }
  }

  private static void raise(
      HostRules.Armed armed,
      Episode episode,
      Finding finding,
      Moment now,
      Neighbours neighbours,
      Listener listener) {
    if (neighbours.speak(armed, episode) || listener.isSpokenFor(armed.rule(), episode)) {
      if (episode.isPending()) {
        listener.transition(
            episode, AlertStatus.RESOLVED, Optional.of(ResolveReason.NOT_CONFIRMED));
      }
      episode.hold(now.observedMs());
    } else if (finding.holds() && now.isHeld(armed.rule(), episode.heldMs(now.observedMs()))) {
      episode.enter(Phase.FIRING);
      listener.transition(episode, AlertStatus.FIRING, Optional.empty());
    } else if (!episode.isPending() && !neighbours.wait(armed, episode)) {
      episode.enter(Phase.PENDING);
      listener.transition(episode, AlertStatus.PENDING, Optional.empty());
    }
  }

  private void end(Episode episode, ResolveReason reason, Listener listener) {
    episodes.remove(episode);
    if (episode.isTold()) {
      ResolveReason told =
          reason == ResolveReason.CLEARED && !episode.isFiring()
              ? ResolveReason.NOT_CONFIRMED
              : reason;
      listener.transition(episode, AlertStatus.RESOLVED, Optional.of(told));
    }
    listener.forgotten(episode.revision());
  }

  /** Whether anybody was told of an alert here that is not resolved. */
  boolean isTold() {
    return episodes.stream().anyMatch(Episode::isTold);
  }

  void encode(BinaryWriter out) {
    out.varint(episodes.size());
    episodes.forEach(each -> each.encode(out));
  }

  static Lifecycle decode(BinaryReader in, int version) {
    List<Episode> episodes = new ArrayList<>();
    for (int left = in.varint(MAX_EPISODES); left > 0; left--) {
      episodes.add(Episode.decode(in, version));
    }
    return new Lifecycle(episodes);
  }
}
