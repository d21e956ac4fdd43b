package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.streams.rule.EndpointRules;
import dev.socketfleet.streams.rule.HostRules;
import dev.socketfleet.streams.window.EndpointSample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each endpoint of the last snapshot, in the order of that snapshot: a host tells
 * the same endpoints in the same order most of the time, and then nothing has to be looked up. Only
 * a shortcut: all that is in it is found elsewhere too. Owned by the host's thread.
 */
final class Slots {

  private final List<Slot> slots = new ArrayList<>();
  private @Nullable HostRules rules;

  /** One endpoint, its rules and, once they were found, its spot and its listener. */
  static final class Slot {

    final Place place;
    final EndpointRules rules;
    private final String netns;
    private final Endpoint endpoint;
    @Nullable Spot spot;
    Listeners.@Nullable Listener listener;

    private Slot(EndpointSample of, HostRules rules) {
      this.netns = of.netns();
      this.endpoint = of.endpoint();
      this.place = new Place(netns, endpoint);
      this.rules = rules.namespace(netns).endpoint(endpoint);
    }

    private boolean isOf(EndpointSample sample) {
      return endpoint.equals(sample.endpoint()) && netns.equals(sample.netns());
    }
  }

  /**
   * The slot of an endpoint.
   *
   * @param index of the endpoint in its snapshot
   * @param own the rules of the host
   */
  Slot at(int index, EndpointSample endpoint, HostRules own) {
    if (rules != own) {
      rules = own;
      slots.clear();
    }
    if (index < slots.size() && slots.get(index).isOf(endpoint)) {
      return slots.get(index);
    }
    Slot slot = new Slot(endpoint, own);
    while (slots.size() <= index) {
      slots.add(slot);
    }
    slots.set(index, slot);
    return slot;
  }
}
