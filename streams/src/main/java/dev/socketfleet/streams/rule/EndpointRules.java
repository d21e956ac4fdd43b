package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.streams.rule.HostRules.Armed;
import dev.socketfleet.streams.window.EndpointSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the rules of a host watch at one endpoint, by what they look at; in the order of precedence
 * of the rules. Made once for all hosts that have the same rules, so a snapshot only looks up what
 * is here. Immutable.
 */
public final class EndpointRules {

  /** For a watch that counts nothing. */
  public static final int NO_COUNT = -1;

  /** No rules. */
  public static final EndpointRules NONE = new EndpointRules(List.of());

  private final List<Watch> counting;
  private final List<Watch> perPeer;
  private final List<Watch> exhaustion;
  private final List<Watch> gone;
  private final List<Counted> counted;

  /** For each of the counting watches the index of what it counts. */
  private final int[] countedBy;

  /** Bits of all states that are counted, at their codes. */
  private final int states;

  private final boolean watchesQueue;

  /**
   * A count that at least one rule watches: sockets in some states, of one owner or of all.
   *
   * @param owner a pattern; {@link Watch#ANY_OWNER} for all
   * @param ageFrom the lowest count at which a rule asks for how long its sockets have been there
   */
  public record Counted(StateMask states, String owner, OwnerPattern pattern, long ageFrom) {

    private boolean is(StateMask mask, String ownerPattern) {
      return states.equals(mask) && owner.equals(ownerPattern);
    }
  }

  private record Key(StateMask states, String owner) {}

  EndpointRules(List<Armed> rules) {
    counting = watches(rules, Armed::isCounting);
    perPeer = watches(rules, Armed::isPerPeer);
    exhaustion = watches(rules, it -> it.rule().condition() instanceof Condition.Exhaustion);
    gone = watches(rules, it -> it.rule().condition() instanceof Condition.ListenerGone);
    counted = counted(counting);
    countedBy = counting.stream().mapToInt(it -> indexOf(it.states(), it.owner())).toArray();
    watchesQueue = rules.stream().anyMatch(it -> it.isCounting() && it.watchesQueue());
    int bits = 0;
    for (Watch watch : counting) {
      bits |= watch.states().bits();
    }
    for (Watch watch : perPeer) {
      bits |= watch.states().bits();
    }
    states = bits;
  }

  private static List<Watch> watches(List<Armed> rules, Predicate<Armed> wanted) {
    return rules.stream().filter(wanted).flatMap(it -> Watch.of(it).stream()).toList();
  }

  private static List<Counted> counted(List<Watch> counting) {
    Map<Key, Long> ageFrom = new LinkedHashMap<>();
    for (Watch watch : counting) {
      if (watch.counts()) {
        ageFrom.merge(new Key(watch.states(), watch.owner()), ageFrom(watch), Math::min);
      }
    }
    List<Counted> counted = new ArrayList<>(ageFrom.size());
    ageFrom.forEach(
        (key, from) ->
            counted.add(
                new Counted(key.states(), key.owner(), OwnerPattern.named(key.owner()), from)));
    return List.copyOf(counted);
  }

  private static long ageFrom(Watch watch) {
    return watch.rule().condition() instanceof Condition.Threshold it && it.olderThan().isPresent()
        ? it.clearBelow()
        : Long.MAX_VALUE;
  }

  /** Those that judge counts or the accept queue of the endpoint. */
  public List<Watch> counting() {
    return counting;
  }

  /** Those that count by remote address. */
  public List<Watch> perPeer() {
    return perPeer;
  }

  /** Those about the port range of connections to it. */
  public List<Watch> exhaustion() {
    return exhaustion;
  }

  /** Those that miss its listener. */
  public List<Watch> gone() {
    return gone;
  }

  /** All counts that those in {@link #counting} watch, each once. */
  public List<Counted> counted() {
    return counted;
  }

  /**
   * What a watch counts.
   *
   * @param watch index in {@link #counting}
   * @return index in {@link #counted}, or {@link #NO_COUNT}
   */
  public int countedBy(int watch) {
    return countedBy[watch];
  }

  /** Where a count is in {@link #counted}; {@link #NO_COUNT} when no rule watches it. */
  public int indexOf(StateMask mask, String owner) {
    for (int i = 0; i < counted.size(); i++) {
      if (counted.get(i).is(mask, owner)) {
        return i;
      }
    }
    return NO_COUNT;
  }

  /** Whether there is anything of what the rules look at in a sample. */
  public boolean seeAnythingIn(EndpointSample endpoint) {
    return (endpoint.counts().mask() & states) != 0
        || (watchesQueue
            && endpoint.listen().isPresent()
            && endpoint.listen().get().fullest().queued() > 0);
  }
}
