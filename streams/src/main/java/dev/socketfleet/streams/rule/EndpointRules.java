package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.streams.rule.HostRules.Armed;
import dev.socketfleet.streams.window.EndpointSample;
import java.util.List;

/**
 * The rules of a host that are about one endpoint, by what they look at; in their order of
 * precedence.
 *
 * @param counting those that judge counts or the accept queue of the endpoint
 * @param perPeer those that count by remote address
 * @param exhaustion those about the port range of connections to it
 * @param gone those that miss its listener
 * @param states bits of all states that are counted, at their codes
 * @param watchesQueue whether one looks at the accept queue
 */
public record EndpointRules(
    List<Armed> counting,
    List<Armed> perPeer,
    List<Armed> exhaustion,
    List<Armed> gone,
    int states,
    boolean watchesQueue) {

  static EndpointRules of(List<Armed> rules) {
    List<Armed> counting = rules.stream().filter(Armed::isCounting).toList();
    List<Armed> perPeer = rules.stream().filter(Armed::isPerPeer).toList();
    int states = 0;
    for (Armed armed : rules) {
      if (armed.isCounting() || armed.isPerPeer()) {
        for (SocketState state : armed.rule().select().states()) {
          states |= 1 << state.code();
        }
      }
    }
    return new EndpointRules(
        counting,
        perPeer,
        rules.stream().filter(it -> it.rule().condition() instanceof Condition.Exhaustion).toList(),
        rules.stream()
            .filter(it -> it.rule().condition() instanceof Condition.ListenerGone)
            .toList(),
        states,
        counting.stream().anyMatch(Armed::watchesQueue));
  }

  /** Whether there is anything of what the rules look at in a sample. */
  public boolean seeAnythingIn(EndpointSample endpoint) {
    StateCounts counts = endpoint.counts();
    for (int rest = states; rest != 0; rest &= rest - 1) {
      if (counts.count(Integer.numberOfTrailingZeros(rest)) > 0) {
        return true;
      }
    }
    return watchesQueue
        && endpoint.listen().isPresent()
        && endpoint.listen().get().fullest().queued() > 0;
  }
}
