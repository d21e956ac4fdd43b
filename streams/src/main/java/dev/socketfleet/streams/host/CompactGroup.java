package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One group of a {@link CompactSnapshot}: most share the namespace of the one before. */
final class CompactGroup {

  private static final int MAX = 1_000_000_000;

  /** Longer than any text that a snapshot may carry. */
  private static final int MAX_TEXT_BYTES = 65_536;

  private static final int SAME_NETNS = 1;
  private static final int SAME_OWNER = 2;
  private static final int SERVER = 4;
  private static final int PROCESS = 8;
  private static final int LISTEN = 16;
  private static final int EVIDENCE = 32;

  private CompactGroup() {}

  static void encode(Group group, @Nullable Group before, BinaryWriter out) {
    boolean sameNetns = before != null && group.netns().equals(before.netns());
    boolean sameOwner = before != null && group.owner().equals(before.owner());
    boolean evidence = !group.peers().isEmpty() || !group.oldestMs().isEmpty();
    out.octet(
        (sameNetns ? SAME_NETNS : 0)
            | (sameOwner ? SAME_OWNER : 0)
            | (group.endpoint().role() == Role.SERVER ? SERVER : 0)
            | (group.process().isPresent() ? PROCESS : 0)
            | (group.listen().isPresent() ? LISTEN : 0)
            | (evidence ? EVIDENCE : 0));
    if (!sameNetns) {
      out.text(group.netns());
    }
    if (!sameOwner) {
      out.text(group.owner().kind().wireName());
      out.text(group.owner().name());
    }
    out.varint(group.endpoint().port());
    if (group.process().isPresent()) {
      out.varint(group.process().get().pid());
      out.text(group.process().get().name());
    }
    counts(group.counts(), out);
    if (group.listen().isPresent()) {
      listen(group.listen().get(), out);
    }
    if (evidence) {
      evidence(group, out);
    }
  }

  private static void counts(StateCounts counts, BinaryWriter out) {
    int mask = counts.mask();
    out.varint(mask);
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      out.varint(counts.count(Integer.numberOfTrailingZeros(rest)));
    }
  }

  private static void listen(ListenQueue listen, BinaryWriter out) {
    out.varint(listen.sockets());
    out.varint(listen.queued());
    out.zigzag(listen.limit());
    out.varint(listen.fullest().queued());
    out.zigzag(listen.fullest().limit());
  }

  private static void evidence(Group group, BinaryWriter out) {
    out.varint(group.peers().size());
    group
        .peers()
        .forEach(
            (state, peers) -> {
              out.varint(state.code());
              out.varint(peers.size());
              for (PeerCount peer : peers) {
                out.text(peer.address());
                out.varint(peer.count());
              }
            });
    out.varint(group.oldestMs().size());
    group
        .oldestMs()
        .forEach(
            (state, ageMs) -> {
              out.varint(state.code());
              out.varint(ageMs);
            });
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged
   */
  static Group decode(@Nullable Group before, BinaryReader in) {
    int flags = in.octet();
    String netns = (flags & SAME_NETNS) != 0 ? required(before).netns() : in.text(MAX_TEXT_BYTES);
    Owner owner = (flags & SAME_OWNER) != 0 ? required(before).owner() : owner(in);
    Role role = (flags & SERVER) != 0 ? Role.SERVER : Role.CLIENT;
    Endpoint endpoint = new Endpoint(role, in.varint(65_535));
    Optional<OwnerProcess> process =
        (flags & PROCESS) == 0
            ? Optional.empty()
            : Optional.of(new OwnerProcess(in.varint(Integer.MAX_VALUE), in.text(MAX_TEXT_BYTES)));
    StateCounts counts = counts(in);
    Optional<ListenQueue> listen =
        (flags & LISTEN) == 0 ? Optional.empty() : Optional.of(listen(in));
    if ((flags & EVIDENCE) == 0) {
      return new Group(netns, endpoint, owner, process, counts, listen, Map.of(), Map.of());
    }
    Map<SocketState, List<PeerCount>> peers = peers(in);
    return new Group(netns, endpoint, owner, process, counts, listen, peers, ages(in));
  }

  private static Group required(@Nullable Group before) {
    if (before == null) {
      throw new BinaryFormatException("the first group of a snapshot refers to one before it");
    }
    return before;
  }

  private static Owner owner(BinaryReader in) {
    return new Owner(OwnerKind.ofWireName(in.text(MAX_TEXT_BYTES)), in.text(MAX_TEXT_BYTES));
  }

  private static StateCounts counts(BinaryReader in) {
    int mask = in.varint((1 << SocketState.COUNT) - 1);
    long[] counts = new long[SocketState.COUNT];
    for (int code = 0; code < SocketState.COUNT; code++) {
      counts[code] = (mask & 1 << code) == 0 ? 0 : in.varint();
    }
    return StateCounts.of(counts);
  }

  private static ListenQueue listen(BinaryReader in) {
    return new ListenQueue(
        in.varint(Integer.MAX_VALUE),
        in.varint(),
        in.zigzag(),
        new ListenQueue.Fullest(in.varint(), in.zigzag()));
  }

  private static Map<SocketState, List<PeerCount>> peers(BinaryReader in) {
    Map<SocketState, List<PeerCount>> peers = new EnumMap<>(SocketState.class);
    for (int states = in.varint(SocketState.COUNT); states > 0; states--) {
      SocketState state = state(in);
      List<PeerCount> busiest = new ArrayList<>();
      for (int left = in.varint(MAX); left > 0; left--) {
        busiest.add(new PeerCount(in.text(MAX_TEXT_BYTES), in.varint()));
      }
      peers.put(state, List.copyOf(busiest));
    }
    return peers;
  }

  private static Map<SocketState, Long> ages(BinaryReader in) {
    Map<SocketState, Long> ages = new EnumMap<>(SocketState.class);
    for (int states = in.varint(SocketState.COUNT); states > 0; states--) {
      ages.put(state(in), in.varint());
    }
    return ages;
  }

  private static SocketState state(BinaryReader in) {
    return SocketState.ofCode(in.varint(SocketState.COUNT - 1));
  }
}
