package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.streams.alert.HalfClosed;
import dev.socketfleet.streams.alert.Standing;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one host has to tell to those who compare hosts: where its alerts stand, and which
 * connections it has closed and a peer has not.
 */
public record HostTrouble(String host, List<Trouble> troubles, List<HalfClosed> halfClosed) {

  /** More alerts of one host say no more about the fleet. */
  private static final int MAX_TROUBLES = 64;

  private static final int MAX_LISTED = 64;
  private static final int MAX_TEXT_BYTES = 1_024;

  /**
   * An alert of the host.
   *
   * @param endpoint absent when it is about the host itself
   * @param state when it is exactly one
   * @param peer remote address that it is about; empty for all
   * @param peers where most of its sockets go, where that may prove something
   * @param owner who has most of them, likewise
   */
  public record Trouble(
      String ruleId,
      Optional<Endpoint> endpoint,
      Optional<SocketState> state,
      String peer,
      Standing.Phase phase,
      long startedAtMs,
      long value,
      List<PeerCount> peers,
      Optional<Evidence.OwnerCount> owner) {

    public Trouble {
      peers = List.copyOf(peers);
    }

    /** Whether it is of one of these rules. */
    boolean isOfAny(List<Glob> rules) {
      return rules.stream().anyMatch(glob -> glob.matches(ruleId));
    }

    /** Numbers that move with every snapshot, only as far as they change what is told. */
    private Trouble rounded() {
      return new Trouble(
          ruleId,
          endpoint,
          state,
          peer,
          phase,
          startedAtMs,
          Long.highestOneBit(value),
          peers.stream().map(it -> new PeerCount(it.address(), 0)).toList(),
          owner.map(it -> new Evidence.OwnerCount(it.owner(), Optional.empty(), 0)));
    }
  }

  public HostTrouble {
    troubles = bounded(troubles, MAX_TROUBLES);
    halfClosed = bounded(halfClosed, MAX_LISTED);
  }

  private static <T> List<T> bounded(List<T> all, int most) {
    return List.copyOf(all.size() > most ? all.subList(0, most) : all);
  }

  /** Whether there is nothing to tell. */
  boolean isEmpty() {
    return troubles.isEmpty() && halfClosed.isEmpty();
  }

  HostTrouble rounded() {
    return new HostTrouble(
        host,
        troubles.stream().map(Trouble::rounded).toList(),
        halfClosed.stream()
            .map(
                it ->
                    new HalfClosed(
                        it.local(), it.remote(), it.port(), Long.highestOneBit(it.count())))
            .toList());
  }

  void encode(BinaryWriter out) {
    out.text(host);
    out.varint(troubles.size());
    troubles.forEach(it -> encode(it, out));
    out.varint(halfClosed.size());
    for (HalfClosed each : halfClosed) {
      out.text(each.local());
      out.text(each.remote());
      out.varint(each.port());
      out.varint(each.count());
    }
  }

  private static void encode(Trouble trouble, BinaryWriter out) {
    out.text(trouble.ruleId());
    out.flag(trouble.endpoint().isPresent());
    trouble.endpoint().ifPresent(it -> encode(it, out));
    out.varint(trouble.state().map(it -> it.code() + 1).orElse(0));
    out.text(trouble.peer());
    out.octet(code(trouble.phase()));
    out.varint(trouble.startedAtMs());
    out.varint(trouble.value());
    out.varint(trouble.peers().size());
    for (PeerCount peer : trouble.peers()) {
      out.text(peer.address());
      out.varint(peer.count());
    }
    out.flag(trouble.owner().isPresent());
    trouble.owner().ifPresent(it -> encode(it, out));
  }

  static void encode(Endpoint endpoint, BinaryWriter out) {
    out.flag(endpoint.role() == Role.SERVER);
    out.varint(endpoint.port());
  }

  static Endpoint endpoint(BinaryReader in) {
    return new Endpoint(in.flag() ? Role.SERVER : Role.CLIENT, in.varint(65_535));
  }

  private static int code(Standing.Phase phase) {
    return switch (phase) {
      case HELD -> 0;
      case PENDING -> 1;
      case FIRING -> 2;
    };
  }

  private static Standing.Phase phase(int code) {
    return switch (code) {
      case 1 -> Standing.Phase.PENDING;
      case 2 -> Standing.Phase.FIRING;
      default -> Standing.Phase.HELD;
    };
  }

  private static void encode(Evidence.OwnerCount owner, BinaryWriter out) {
    out.text(owner.owner().kind().wireName());
    out.text(owner.owner().name());
    out.flag(owner.process().isPresent());
    owner
        .process()
        .ifPresent(
            it -> {
              out.varint(it.pid());
              out.text(it.name());
            });
    out.varint(owner.count());
  }

  static HostTrouble decode(BinaryReader in) {
    String host = in.text(MAX_TEXT_BYTES);
    List<Trouble> troubles = new ArrayList<>();
    for (int left = in.varint(MAX_TROUBLES); left > 0; left--) {
      troubles.add(trouble(in));
    }
    List<HalfClosed> halfClosed = new ArrayList<>();
    for (int left = in.varint(MAX_LISTED); left > 0; left--) {
      halfClosed.add(
          new HalfClosed(
              in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES), in.varint(65_535), in.varint()));
    }
    return new HostTrouble(host, troubles, halfClosed);
  }

  private static Trouble trouble(BinaryReader in) {
    String ruleId = in.text(MAX_TEXT_BYTES);
    Optional<Endpoint> endpoint = in.flag() ? Optional.of(endpoint(in)) : Optional.empty();
    int state = in.varint(SocketState.COUNT);
    String peer = in.text(MAX_TEXT_BYTES);
    Standing.Phase phase = phase(in.octet());
    long startedAtMs = in.varint();
    long value = in.varint();
    List<PeerCount> peers = new ArrayList<>();
    for (int left = in.varint(MAX_LISTED); left > 0; left--) {
      peers.add(new PeerCount(in.text(MAX_TEXT_BYTES), in.varint()));
    }
    Optional<Evidence.OwnerCount> owner = in.flag() ? Optional.of(owner(in)) : Optional.empty();
    return new Trouble(
        ruleId,
        endpoint,
        state == 0 ? Optional.empty() : Optional.of(SocketState.ofCode(state - 1)),
        peer,
        phase,
        startedAtMs,
        value,
        peers,
        owner);
  }

  private static Evidence.OwnerCount owner(BinaryReader in) {
    Owner owner = new Owner(OwnerKind.ofWireName(in.text(MAX_TEXT_BYTES)), in.text(MAX_TEXT_BYTES));
    Optional<OwnerProcess> process =
        in.flag()
            ? Optional.of(new OwnerProcess(in.varint(Integer.MAX_VALUE), in.text(MAX_TEXT_BYTES)))
            : Optional.empty();
    return new Evidence.OwnerCount(owner, process, in.varint());
  }
}
