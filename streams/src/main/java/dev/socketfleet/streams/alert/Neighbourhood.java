package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.streams.rule.HostRules;
import dev.socketfleet.streams.rule.HostRules.Armed;
import dev.socketfleet.streams.window.HostSample;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which places of a host are about the same, so that one alert can speak for another:
 *
 * <ul>
 *   <li>a place and itself, as long as both alerts are not about different remote addresses;
 *   <li>the host and everything on it;
 *   <li>a network namespace and its servers, whose listeners its counters are about; its clients
 *       only where they connect to this very host;
 *   <li>the two ends of the same connections: server and client of one port on this host, where the
 *       remote addresses of one of them are addresses of this host, or are not told.
 * </ul>
 *
 * Owned by the host's thread, for one round.
 */
final class Neighbourhood {

  private final HostRules rules;
  private final Map<Place, Spot> spots;
  private final Map<String, NamespaceWatch> namespaces;
  private final Lifecycle host;
  private final @Nullable HostSample sample;
  private @Nullable LocalAddresses addresses;

  /**
   * @param sample of the round; null when there is no snapshot behind it
   */
  Neighbourhood(
      HostRules rules,
      Map<Place, Spot> spots,
      Map<String, NamespaceWatch> namespaces,
      Lifecycle host,
      @Nullable HostSample sample) {
    this.rules = rules;
    this.spots = spots;
    this.namespaces = namespaces;
    this.host = host;
    this.sample = sample;
  }

  /** The alerts around a place. */
  Lifecycle.Neighbours of(Place place) {
    return new Lifecycle.Neighbours() {
      @Override
      public boolean speak(Armed armed, Episode episode) {
        List<Glob> rules = armed.rule().suppressedBy();
        return !rules.isEmpty()
            && isAnyAround(
                place, episode, it -> (it.isFiring() || isEarlier(it, armed)) && it.isOfAny(rules));
      }

      @Override
      public boolean wait(Armed armed, Episode episode) {
        List<Glob> rules = armed.rule().suppressedBy();
        return !rules.isEmpty()
            && isAnyAround(place, episode, it -> it.isPending() && it.isOfAny(rules));
      }

      @Override
      public boolean hold(List<Glob> rules, Episode episode) {
        return isAnyAround(place, episode, it -> it.holds() && it.isOfAny(rules));
      }
    };
  }

  private boolean isEarlier(Episode episode, Armed armed) {
    return episode.holds()
        && rules.find(episode.ruleId).map(it -> it.rank() < armed.rank()).orElse(false);
  }

  private boolean isAnyAround(Place place, Episode episode, Predicate<Episode> wanted) {
    Predicate<Episode> other =
        it -> it != episode && it.mayConcernPeerOf(episode) && wanted.test(it);
    if (isAny(host, other)) {
      return true;
    }
    String netns = place.netns();
    Endpoint endpoint = place.endpoint();
    if (netns == null) {
      return isAnyOfHost(other);
    }
    if (endpoint == null) {
      return isAnyOfNamespace(netns, other);
    }
    Spot spot = spots.get(place);
    if (spot == null) {
      return false;
    }
    NamespaceWatch namespace = namespaces.get(netns);
    return isAny(spot.lifecycle(), other)
        || (namespace != null
            && isAny(namespace.lifecycle(), other)
            && isOfListeners(spot, episode.peer))
        || isAnyAtOtherEnd(spot, episode.peer, netns, endpoint, wanted);
  }

  private boolean isAnyOfHost(Predicate<Episode> wanted) {
    for (NamespaceWatch namespace : namespaces.values()) {
      if (isAny(namespace.lifecycle(), wanted)) {
        return true;
      }
    }
    for (Spot spot : spots.values()) {
      if (isAny(spot.lifecycle(), wanted)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnyOfNamespace(String netns, Predicate<Episode> wanted) {
    NamespaceWatch own = namespaces.get(netns);
    if (own != null && isAny(own.lifecycle(), wanted)) {
      return true;
    }
    for (Spot spot : spots.values()) {
      if (netns.equals(spot.place.netns())
          && isAny(spot.lifecycle(), wanted)
          && isOfListeners(spot, Watch.ANY_PEER)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOfListeners(Spot spot, String peer) {
    return spot.endpoint().role() == Role.SERVER || addresses().isLocal(spot, peer);
  }

  /** A peer of an alert at the other end is an address of this end: it does not tell them apart. */
  private boolean isAnyAtOtherEnd(
      Spot spot, String peer, String netns, Endpoint endpoint, Predicate<Episode> wanted) {
    Role opposite = endpoint.role() == Role.SERVER ? Role.CLIENT : Role.SERVER;
    Endpoint other = new Endpoint(opposite, endpoint.port());
    if (isAnyAtOtherEnd(spot, peer, spots.get(new Place(netns, other)), wanted)) {
      return true;
    }
    if (sample != null && sample.namespaces().size() > 1) {
      for (String elsewhere : sample.namespaces().keySet()) {
        if (!elsewhere.equals(netns)
            && isAnyAtOtherEnd(spot, peer, spots.get(new Place(elsewhere, other)), wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isAnyAtOtherEnd(
      Spot spot, String peer, @Nullable Spot end, Predicate<Episode> wanted) {
    return end != null
        && isAny(end.lifecycle(), wanted)
        && addresses().areConnected(spot, peer, end);
  }

  private static boolean isAny(Lifecycle lifecycle, Predicate<Episode> wanted) {
    for (Episode episode : lifecycle.episodes()) {
      if (wanted.test(episode)) {
        return true;
      }
    }
    return false;
  }

  private LocalAddresses addresses() {
    LocalAddresses known = addresses;
    if (known == null) {
      known = LocalAddresses.of(sample);
      addresses = known;
    }
    return known;
  }
}
