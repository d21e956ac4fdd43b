package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Rule;
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
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The alerts on what a scope's hosts have in common, from findings to transitions: {@code pending
 * -> firing -> resolved}, and told again while they fire when they grew so much that it is other
 * news. Owned by the thread of the scope.
 */
final class CommonAlerts {

  private static final int MAX_EPISODES = 4_096;

  /** A leak is told again for each more host, since its list says whom it speaks for. */
  private static final long AGAIN_AFTER_MS = 30_000;

  private final FleetScope scope;
  private final List<FleetEpisode> episodes = new ArrayList<>();

  /** What new alerts number above. */
  private long revisionFloor;

  CommonAlerts(FleetScope scope) {
    this.scope = scope;
  }

  boolean isTold(String alertId) {
    return episodes.stream()
        .anyMatch(it -> it.told && it.key.subject(scope).alertId(it.ruleId).equals(alertId));
  }

  /**
   * Judges what the hosts told.
   *
   * @param rules that compare hosts of this scope
   * @param all where the revisions are found
   * @param concerned how many hosts could have a trouble
   * @param causes alerts of the scope that fire
   */
  void judge(
      List<Rule> rules,
      RuleSet all,
      Collection<HostTrouble> troubled,
      ToIntFunction<Optional<Endpoint>> concerned,
      List<FleetCause> causes,
      long nowMs,
      Collection<Alert> told) {
    reconcile(rules, all, nowMs, told);
    for (Rule rule : rules) {
      Map<Spread.Key, Spread> found = new HashMap<>();
      spreads(rule, troubled, concerned).forEach(it -> found.put(it.key(), it));
      for (FleetEpisode episode : List.copyOf(episodes)) {
        if (episode.ruleId.equals(rule.id()) && !holds(episode, found.get(episode.key))) {
          over(rule, episode, found.get(episode.key), nowMs, told);
        }
      }
      for (Spread spread : found.values()) {
        FleetEpisode episode = find(rule, spread.key());
        if (holds(episode, spread)) {
          String revision = all.revision(rule.id()).orElse("");
          goOn(
              rule,
              episode == null ? begin(rule, revision, spread, nowMs) : episode,
              spread,
              causes,
              nowMs,
              told);
        }
      }
    }
  }

  private List<Spread> spreads(
      Rule rule, Collection<HostTrouble> troubled, ToIntFunction<Optional<Endpoint>> concerned) {
    if (rule.condition() instanceof Condition.Widespread widespread) {
      return SpreadJudge.judge(widespread, rule.select(), troubled, concerned);
    }
    if (rule.condition() instanceof Condition.PeerLeak leak) {
      Map<Spread.Key, String> known = new HashMap<>();
      for (FleetEpisode episode : episodes) {
        if (episode.ruleId.equals(rule.id()) && episode.firing) {
          known.put(episode.key, episode.leaking);
        }
      }
      return LeakJudge.judge(leak, rule.select(), troubled, known);
    }
    return List.of();
  }

  private static boolean holds(@Nullable FleetEpisode episode, @Nullable Spread spread) {
    return spread != null
        && ((episode != null && episode.firing) ? spread.goesOn() : spread.begins());
  }

  private @Nullable FleetEpisode find(Rule rule, Spread.Key key) {
    for (FleetEpisode episode : episodes) {
      if (episode.ruleId.equals(rule.id()) && episode.key.equals(key)) {
        return episode;
      }
    }
    return null;
  }

  private FleetEpisode begin(Rule rule, String revision, Spread spread, long nowMs) {
    FleetEpisode episode = FleetEpisode.begin(rule, revision, spread.key(), nowMs);
    episode.revision = revisionFloor;
    episodes.add(episode);
    return episode;
  }

  private void goOn(
      Rule rule,
      FleetEpisode episode,
      Spread spread,
      List<FleetCause> causes,
      long nowMs,
      Collection<Alert> told) {
    episode.holdsAgain();
    episode.seen(spread);
    if (episode.firing) {
      if (isOtherNews(episode, spread, nowMs)) {
        tell(episode, Optional.of(rule), Optional.of(spread), Optional.empty(), nowMs, told);
      }
      return;
    }
    boolean held =
        causes.stream()
            .anyMatch(it -> it.speaksFor(rule.suppressedBy(), spread.key().subject(scope)));
    if (held) {
      if (episode.told) {
        tell(
            episode,
            Optional.of(rule),
            Optional.of(spread),
            Optional.of(ResolveReason.NOT_CONFIRMED),
            nowMs,
            told);
        episode.told = false;
      }
      episode.holdsSinceMs = nowMs;
    } else if (nowMs - episode.holdsSinceMs >= rule.holdFor().toMillis()) {
      episode.firing = true;
      tell(episode, Optional.of(rule), Optional.of(spread), Optional.empty(), nowMs, told);
    } else if (!episode.told) {
      tell(episode, Optional.of(rule), Optional.of(spread), Optional.empty(), nowMs, told);
    }
  }

  private static boolean isOtherNews(FleetEpisode episode, Spread spread, long nowMs) {
    int hosts = spread.hosts().size();
    return hosts >= 2 * episode.toldHosts
        || (!spread.leaking().isEmpty()
            && hosts > episode.toldHosts
            && nowMs - episode.toldAtMs >= AGAIN_AFTER_MS);
  }

  private void over(
      Rule rule,
      FleetEpisode episode,
      @Nullable Spread spread,
      long nowMs,
      Collection<Alert> told) {
    if (!episode.firing) {
      end(episode, Optional.of(rule), ResolveReason.NOT_CONFIRMED, nowMs, told);
    } else if (episode.clearing(nowMs) >= rule.keepFiringFor().toMillis()) {
      if (spread != null) {
        episode.seen(spread);
      }
      end(episode, Optional.of(rule), ResolveReason.CLEARED, nowMs, told);
    }
  }

  private void reconcile(List<Rule> rules, RuleSet all, long nowMs, Collection<Alert> told) {
    for (FleetEpisode episode : List.copyOf(episodes)) {
      boolean known = rules.stream().anyMatch(it -> it.id().equals(episode.ruleId));
      boolean same = all.revision(episode.ruleId).equals(Optional.of(episode.ruleRevision));
      if (!known) {
        end(episode, Optional.empty(), ResolveReason.RULE_REMOVED, nowMs, told);
      } else if (!same) {
        end(episode, Optional.empty(), ResolveReason.RULE_CHANGED, nowMs, told);
      }
    }
  }

  private void end(
      FleetEpisode episode,
      Optional<Rule> rule,
      ResolveReason reason,
      long nowMs,
      Collection<Alert> told) {
    episodes.remove(episode);
    if (episode.told) {
      tell(episode, rule, Optional.empty(), Optional.of(reason), nowMs, told);
    }
    revisionFloor = Math.max(revisionFloor, episode.revision);
  }

  private void tell(
      FleetEpisode episode,
      Optional<Rule> rule,
      Optional<Spread> spread,
      Optional<ResolveReason> reason,
      long nowMs,
      Collection<Alert> told) {
    episode.told = true;
    episode.revision = Math.max(episode.revision + 1, nowMs);
    episode.toldAtMs = nowMs;
    episode.toldHosts = spread.map(it -> it.hosts().size()).orElse(0);
    AlertStatus status = reason.isPresent() ? AlertStatus.RESOLVED : episode.status();
    told.add(FleetText.alert(scope, episode, rule, spread, status, reason, nowMs));
  }

  void encode(BinaryWriter out) {
    out.varint(revisionFloor);
    out.varint(episodes.size());
    episodes.forEach(it -> it.encode(out));
  }

  void decode(BinaryReader in) {
    revisionFloor = in.varint();
    episodes.clear();
    for (int left = in.varint(MAX_EPISODES); left > 0; left--) {
      episodes.add(FleetEpisode.decode(in));
    }
  }
}
