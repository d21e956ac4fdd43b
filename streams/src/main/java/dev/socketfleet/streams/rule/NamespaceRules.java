package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.PortRange;
import dev.socketfleet.streams.rule.HostRules.Armed;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a host in one network namespace, sorted so that those about an endpoint are found
 * without looking at the others: all ports between two bounds of the rules' ranges have the same.
 *
 * <p>Shared by threads: an entry that two of them make at once is the same in both.
 */
public final class NamespaceRules {

  /** More than all ports. */
  private static final double NEVER = 2;

  private static final Set<Class<? extends Condition>> OF_ENDPOINTS =
      Set.of(
          Condition.Threshold.class,
          Condition.Ratio.class,
          Condition.Spike.class,
          Condition.Growth.class,
          Condition.Exhaustion.class,
          Condition.ListenerGone.class);

  private final List<Armed> ofEndpoints;
  private final List<Armed> rates;
  private final Set<String> counters;
  private final double exhaustionFloor;

  /** First ports of the ranges that all rules treat alike, ascending, the first is 0. */
  private final int[] cuts;

  private final @Nullable EndpointRules[] servers;
  private final @Nullable EndpointRules[] clients;

  NamespaceRules(List<Armed> rules, String netns) {
    List<Armed> here =
        rules.stream()
            .filter(it -> it.rule().select().netns().map(glob -> glob.matches(netns)).orElse(true))
            .toList();
    ofEndpoints =
        here.stream()
            .filter(it -> OF_ENDPOINTS.contains(it.rule().condition().getClass()))
            .toList();
    rates = here.stream().filter(it -> it.rule().condition() instanceof Condition.Rate).toList();
    counters = new LinkedHashSet<>();
    for (Armed armed : rates) {
      if (armed.rule().condition() instanceof Condition.Rate rate) {
        counters.addAll(rate.counters());
        counters.addAll(rate.minus());
      }
    }
    exhaustionFloor =
        ofEndpoints.stream()
            .map(it -> it.rule().condition())
            .filter(Condition.Exhaustion.class::isInstance)
            .mapToDouble(it -> ((Condition.Exhaustion) it).clearBelow())
            .min()
            .orElse(NEVER);
    cuts = cuts(ofEndpoints);
    servers = new EndpointRules[cuts.length];
    clients = new EndpointRules[cuts.length];
  }

  private static int[] cuts(List<Armed> rules) {
    TreeSet<Integer> cuts = new TreeSet<>(Set.of(0));
    rules.stream()
        .flatMap(it -> it.rule().select().ports().stream())
        .flatMap((PortRange range) -> Stream.of(range.first(), range.last() + 1))
        .forEach(cuts::add);
    return cuts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The rules about an endpoint of the namespace. */
  public EndpointRules endpoint(Endpoint endpoint) {
    int found = Arrays.binarySearch(cuts, endpoint.port());
    int at = found >= 0 ? found : -found - 2;
    @Nullable EndpointRules[] known = endpoint.role() == Role.SERVER ? servers : clients;
    EndpointRules rules = known[at];
    if (rules == null) {
      rules = EndpointRules.of(matching(endpoint));
      known[at] = rules;
    }
    return rules;
  }

  private List<Armed> matching(Endpoint endpoint) {
    return ofEndpoints.stream()
        .filter(
            it ->
                it.isPossibleAt(endpoint.role())
                    && it.rule().select().matchesPort(endpoint.role(), endpoint.port()))
        .toList();
  }

  /** The rules about kernel counters of the namespace. */
  public List<Armed> rates() {
    return rates;
  }

  /** The counters that those look at, by their names in snapshots. */
  public Set<String> counters() {
    return counters;
  }

  /**
   * The least part of the port range at which an alert about it may not be over; above 1 for never.
   */
  public double exhaustionFloor() {
    return exhaustionFloor;
  }

  /** Ports at which the rules begin to differ; for tests. */
  IntStream bounds() {
    return Arrays.stream(cuts);
  }
}
