package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.HostRules.Armed;
import dev.socketfleet.streams.window.EndpointSample;
import dev.socketfleet.streams.window.HostSample;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The ports on which something listens or did so until lately, as far as rules would miss it. Owned
 * by the host's thread.
 *
 * <p>With its network namespace a listener is forgotten: a container that was stopped has not
 * crashed, and another one of its name is another one.
 */
final class Listeners {

  private static final int MAX_NAME_BYTES = 1_024;
  private static final int MAX_LISTENERS = 65_536;
  private static final long LISTENING = -1;
  private static final long FIRST_EPHEMERAL = 32_768;

  private final Map<Place, Listener> byPlace = new LinkedHashMap<>();

  /** Tells the snapshots apart, so that what was not in the last one shows. */
  private long round;

  /** A port's listener, times on the clock of observation. */
  static final class Listener {

    private final long since;
    private Owner owner = Owner.NONE;
    private Optional<OwnerProcess> process = Optional.empty();
    private long sockets;
    private long goneSince = LISTENING;
    private long seenInRound;

    private Listener(long since) {
      this.since = since;
    }

    boolean isGone() {
      return goneSince != LISTENING;
    }

    long seenMs() {
      return Math.max(0, goneSince - since);
    }

    long goneMs(long observedMs) {
      return observedMs - goneSince;
    }

    Owner owner() {
      return owner;
    }

    Optional<OwnerProcess> process() {
      return process;
    }

    long sockets() {
      return sockets;
    }

    private void see(EndpointSample endpoint) {
      goneSince = LISTENING;
      sockets = endpoint.counts().count(SocketState.LISTEN);
      owner = endpoint.groups().get(0).owner();
      process = endpoint.groups().get(0).process();
      for (int i = 1; i < endpoint.groups().size(); i++) {
        if (endpoint.groups().get(i).counts().count(SocketState.LISTEN) > 0) {
          owner = endpoint.groups().get(i).owner();
          process = endpoint.groups().get(i).process();
        }
      }
    }
  }

  /** Takes a complete snapshot in. */
  void observe(Round now) {
    round++;
    HostSample sample = now.sample();
    for (EndpointSample endpoint : sample.endpoints()) {
      if (endpoint.endpoint().role() == Role.SERVER
          && endpoint.counts().count(SocketState.LISTEN) > 0
          && !endpoint.isRest()
          && !now.rules().namespace(endpoint.netns()).endpoint(endpoint.endpoint()).gone().isEmpty()
          && !isEphemeral(endpoint.endpoint().port(), sample.limits(endpoint.netns()))) {
        see(endpoint, now.observedMs());
      }
    }
    if (!byPlace.isEmpty()) {
      missWhatIsNotThere(now);
    }
  }

  private static boolean isEphemeral(int port, KernelLimits limits) {
    return limits.ephemeralFrom() < 1
        ? port >= FIRST_EPHEMERAL
        : port >= limits.ephemeralFrom() && port <= limits.ephemeralTo();
  }

  private void see(EndpointSample endpoint, long observedMs) {
    Place place = new Place(endpoint.netns(), endpoint.endpoint());
    Listener listener = byPlace.get(place);
    if (listener == null) {
      if (byPlace.size() == MAX_LISTENERS) {
        return;
      }
      listener = new Listener(observedMs);
      byPlace.put(place, listener);
    }
    listener.see(endpoint);
    listener.seenInRound = round;
  }

  private void missWhatIsNotThere(Round now) {
    @Nullable Set<String> living = null;
    Iterator<Map.Entry<Place, Listener>> all = byPlace.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Place, Listener> each = all.next();
      if (each.getValue().seenInRound != round) {
        living = living == null ? living(now.sample()) : living;
        if (!living.contains(each.getKey().netns())
            || !isMissed(each.getKey(), each.getValue(), now)) {
          all.remove();
        }
      }
    }
  }

  /** The namespaces that are still there; the collector's own is while it reports at all. */
  private static Set<String> living(HostSample sample) {
    Set<String> living = new HashSet<>(sample.namespaces().keySet());
    living.add(Group.HOST_NETNS);
    sample.endpoints().forEach(it -> living.add(it.netns()));
    return living;
  }

  /** Whether a rule may still call it trouble; the first time it begins to be gone. */
  private static boolean isMissed(Place place, Listener listener, Round now) {
    if (!listener.isGone()) {
      listener.goneSince = now.observedMs();
    }
    for (Armed armed : rules(place, now)) {
      if (armed.rule().condition() instanceof Condition.ListenerGone rule
          && listener.seenMs() >= rule.seenFor().toMillis()
          && listener.goneMs(now.observedMs()) < rule.giveUpAfter().toMillis()) {
        return true;
      }
    }
    return false;
  }

  private static List<Armed> rules(Place place, Round now) {
    String netns = place.netns();
    Endpoint endpoint = place.endpoint();
    return netns == null || endpoint == null
        ? List.of()
        : now.rules().namespace(netns).endpoint(endpoint).gone();
  }

  /** Calls back with each that is gone. */
  void forEachGone(BiConsumer<Place, Listener> action) {
    byPlace.forEach(
        (place, listener) -> {
          if (listener.isGone()) {
            action.accept(place, listener);
          }
        });
  }

  /** Forgets those of a namespace. */
  void forget(String netns) {
    byPlace.keySet().removeIf(place -> netns.equals(place.netns()));
  }

  void encode(BinaryWriter out) {
    out.varint(byPlace.size());
    byPlace.forEach(
        (place, listener) -> {
          out.text(String.valueOf(place.netns()));
          out.varint(place.endpoint() == null ? 0 : place.endpoint().port());
          out.varint(listener.since);
          out.zigzag(listener.goneSince);
          out.varint(listener.sockets);
          out.text(listener.owner.kind().wireName());
          out.text(listener.owner.name());
          out.varint(listener.process.map(OwnerProcess::pid).orElse(0));
          out.text(listener.process.map(OwnerProcess::name).orElse(""));
        });
  }

  static Listeners decode(BinaryReader in) {
    Listeners listeners = new Listeners();
    for (int left = in.varint(MAX_LISTENERS); left > 0; left--) {
      String netns = in.text(MAX_NAME_BYTES);
      Endpoint endpoint = new Endpoint(Role.SERVER, in.varint(65_535));
      Listener listener = new Listener(in.varint());
      listener.goneSince = in.zigzag();
      listener.sockets = in.varint();
      listener.owner =
          new Owner(OwnerKind.ofWireName(in.text(MAX_NAME_BYTES)), in.text(MAX_NAME_BYTES));
      int pid = in.varint(Integer.MAX_VALUE);
      String process = in.text(MAX_NAME_BYTES);
      listener.process = pid == 0 ? Optional.empty() : Optional.of(new OwnerProcess(pid, process));
      listeners.byPlace.put(new Place(netns, endpoint), listener);
    }
    return listeners;
  }
}
