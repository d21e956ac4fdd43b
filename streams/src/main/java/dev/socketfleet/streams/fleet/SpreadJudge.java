package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Evidence.HostCount;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Selector;
import dev.socketfleet.streams.fleet.HostTrouble.Trouble;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Finds what many hosts have in common. */
final class SpreadJudge {

  private static final int NAMED = 3;

  private SpreadJudge() {}

  /**
   * All that these rules found on more than one host.
   *
   * @param concerned how many hosts could have it: those with the endpoint, or all
   */
  static List<Spread> judge(
      Condition.Widespread rule,
      Selector select,
      Collection<HostTrouble> troubled,
      ToIntFunction<Optional<Endpoint>> concerned) {
    Map<Spread.Key, Map<String, Trouble>> byKey = new HashMap<>();
    for (HostTrouble host : troubled) {
      for (Trouble trouble : host.troubles()) {
        if (trouble.isOfAny(rule.rules()) && isSelected(select, trouble)) {
          Spread.Key key = new Spread.Key(trouble.endpoint(), trouble.state(), trouble.peer());
          byKey
              .computeIfAbsent(key, any -> new TreeMap<>())
              .merge(host.host(), trouble, SpreadJudge::worse);
        }
      }
    }
    List<Spread> found = new ArrayList<>();
    byKey.forEach(
        (key, hosts) -> {
          if (hosts.size() > 1) {
            int all = Math.max(hosts.size(), concerned.applyAsInt(key.endpoint()));
            found.add(spread(rule, key, hosts, all));
          }
        });
    return found;
  }

  private static boolean isSelected(Selector select, Trouble trouble) {
    if (!select.states().isEmpty()
        && !trouble.state().map(select.states()::contains).orElse(false)) {
      return false;
    }
    boolean any = select.role().isEmpty() && select.ports().isEmpty();
    return any
        || trouble
            .endpoint()
            .map(
                it ->
                    select.role().map(role -> role == it.role()).orElse(true)
                        && (select.ports().isEmpty()
                            || select.ports().stream().anyMatch(p -> p.contains(it.port()))))
            .orElse(false);
  }

  private static Trouble worse(Trouble one, Trouble other) {
    return other.value() > one.value() ? other : one;
  }

  private static Spread spread(
      Condition.Widespread rule, Spread.Key key, Map<String, Trouble> hosts, int all) {
    int count = hosts.size();
    double needed = Math.max(rule.hosts(), Math.ceil(rule.share() * all));
    List<HostCount> worst =
        hosts.entrySet().stream()
            .map(it -> new HostCount(it.getKey(), it.getValue().value()))
            .sorted(
                Comparator.comparingLong(HostCount::count)
                    .reversed()
                    .thenComparing(HostCount::host))
            .limit(Evidence.MAX_HOSTS)
            .toList();
    return new Spread(
        key,
        count >= needed,
        count * 2 >= needed,
        count,
        needed,
        new TreeSet<>(hosts.keySet()),
        "",
        sentence(key, hosts, all, worst),
        new Evidence(
            List.of(), List.of(), Optional.empty(), Map.of(), List.of(), List.copyOf(worst)));
  }

  private static String sentence(
      Spread.Key key, Map<String, Trouble> hosts, int all, List<HostCount> worst) {
    Map.Entry<String, Trouble> first =
        hosts.entrySet().stream()
            .min(Comparator.comparingLong(it -> it.getValue().startedAtMs()))
            .orElseThrow();
    Instant since =
        Instant.ofEpochMilli(first.getValue().startedAtMs()).truncatedTo(ChronoUnit.SECONDS);
    String rules =
        hosts.values().stream()
            .map(Trouble::ruleId)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return "%d of %d hosts at once (%s)%s, first %s at %s, most on %s"
        .formatted(
            hosts.size(),
            all,
            rules,
            key.peer().isEmpty() ? "" : " with " + Quoted.of(key.peer()),
            first.getKey(),
            since,
            named(worst));
  }

  /** {@code web-3 (9), web-17 (8)}. */
  static String named(List<HostCount> hosts) {
    return hosts.stream()
        .limit(NAMED)
        .map(it -> String.format(Locale.ROOT, "%s (%d)", it.host(), it.count()))
        .collect(Collectors.joining(", "));
  }
}
