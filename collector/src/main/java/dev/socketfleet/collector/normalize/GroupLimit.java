package dev.socketfleet.collector.normalize;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.StateCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the number of groups bounded and the totals exact. */
final class GroupLimit {

  /**
   * Listeners first, so that no endpoint comes and goes with the load of others; then by number of
   * sockets; then in a fixed order.
   */
  static final Comparator<Group> IMPORTANCE =
      Comparator.comparing((Group group) -> group.listen().isEmpty())
          .thenComparing(group -> group.counts().total(), Comparator.reverseOrder())
          .thenComparing(Group::netns)
          .thenComparing(Group::endpoint)
          .thenComparing(group -> group.owner().kind())
          .thenComparing(group -> group.owner().name());

  private GroupLimit() {}

  /**
   * The same groups when there are at most {@code limit}; else the most important ones, and the
   * rest in one group for each role with port 0, owner kind {@code other} and netns {@code *}.
   *
   * @param groups by {@link #IMPORTANCE}; may already hold such groups
   * @param limit at least 2
   */
  static List<Group> apply(List<Group> groups, int limit) {
    if (groups.size() <= limit) {
      return groups;
    }
    List<Group> named = groups.stream().filter(group -> !isRest(group)).toList();
    List<Group> rests = groups.stream().filter(GroupLimit::isRest).toList();
    int kept = Math.min(named.size(), limit - Role.values().length);
    List<Group> merged = new ArrayList<>(named.subList(0, kept));
    for (Role role : Role.values()) {
      List<Group> rest = new ArrayList<>(named.subList(kept, named.size()));
      rest.addAll(rests);
      rest.removeIf(group -> group.endpoint().role() != role);
      if (!rest.isEmpty()) {
        merged.add(merge(Group.ANY_NETNS, new Endpoint(role, 0), rest));
      }
    }
    return merged;
  }

  private static boolean isRest(Group group) {
    return group.netns().equals(Group.ANY_NETNS);
  }

  /**
   * One group of the owner {@code other} with the counts and listeners of all, without evidence.
   */
  static Group merge(String netns, Endpoint endpoint, List<Group> groups) {
    StateCounts counts = StateCounts.EMPTY;
    Optional<ListenQueue> listen = Optional.empty();
    for (Group group : groups) {
      counts = counts.plus(group.counts());
      Optional<ListenQueue> former = listen;
      listen = group.listen().map(queue -> former.map(queue::plus).orElse(queue)).or(() -> former);
    }
    return new Group(
        netns, endpoint, Owner.OTHER, Optional.empty(), counts, listen, Map.of(), Map.of());
  }
}
