package dev.socketfleet.streams.http;

import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.Locations.Location;
import dev.socketfleet.streams.query.State;
import dev.socketfleet.streams.query.StoresUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers from the instance that owns what is asked for, whichever instance was asked; where the
 * owner is away, from a copy, which says {@code partial}. A copy that does not know something says
 * nothing about whether it exists. Every hop has a deadline.
 */
final class OwnerRouting implements Resource {

  private static final Duration WITHIN = Duration.ofSeconds(4);

  private final OwnedResource resource;
  private final State own;
  private final State copies;
  private final State remnants;
  private final Locations locations;
  private final Peers peers;

  OwnerRouting(
      OwnedResource resource,
      State own,
      State copies,
      State remnants,
      Locations locations,
      Peers peers) {
    this.resource = resource;
    this.own = own;
    this.copies = copies;
    this.remnants = remnants;
    this.locations = locations;
    this.peers = peers;
  }

  @Override
  public List<QueryParameter> parameters() {
    return resource.parameters();
  }

  @Override
  public Answer answer(Call call) {
    return switch (call.forwarding()) {
      case OWNER -> fromOwn(call);
      case COPY -> fromCopy(call, copies);
      case REMNANT -> fromCopy(call, remnants);
      case NONE -> routed(call);
    };
  }

  private Answer fromOwn(Call call) {
    return Answer.ok(resource.answer(call.parameters(), own, false));
  }

  private Answer fromCopy(Call call, State state) {
    try {
      return Answer.ok(resource.answer(call.parameters(), state, true)).partial(true);
    } catch (ApiException e) {
      if (e.status() == 404) {
        throw new StoresUnavailableException(
            "the owner is away and the copy here does not know it", Duration.ofSeconds(2), e);
      }
      throw e;
    }
  }

  private Answer routed(Call call) {
    Deadline deadline = Deadline.in(WITHIN);
    Location location = resource.location(call.parameters(), locations);
    String owner = location.owner().orElse(locations.self());
    Optional<Answer> answer = ask(owner, call, Forwarding.OWNER, deadline);
    for (Forwarding copy : List.of(Forwarding.COPY, Forwarding.REMNANT)) {
      for (String holder : holders(location, owner)) {
        if (answer.isEmpty()) {
          answer = ask(holder, call, copy, deadline);
        }
      }
    }
    return answer.orElseThrow(
        () ->
            new StoresUnavailableException(
                "neither the owner nor a copy can be asked", Duration.ofSeconds(2)));
  }

  /** This instance first, since nothing is nearer. */
  private List<String> holders(Location location, String owner) {
    List<String> holders = new ArrayList<>();
    holders.add(locations.self());
    location.copies().stream().filter(it -> !holders.contains(it)).forEach(holders::add);
    if (!holders.contains(owner)) {
      holders.add(owner);
    }
    return holders;
  }

  private Optional<Answer> ask(
      String instance, Call call, Forwarding forwarding, Deadline deadline) {
    if (!instance.equals(locations.self())) {
      return peers.waiting(() -> peers.ask(instance, call.target(), forwarding, deadline));
    }
    try {
      return Optional.of(
          switch (forwarding) {
            case NONE, OWNER -> fromOwn(call);
            case COPY -> fromCopy(call, copies);
            case REMNANT -> fromCopy(call, remnants);
          });
    } catch (StoresUnavailableException e) {
      return Optional.empty();
    }
  }
}
