package dev.socketfleet.streams.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.streams.binary.BinaryFormatException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CompactSnapshotTest {

  private static final List<String> NAMES =
      List.of("host", "pod-7", "", "nginx.service", "\u00e9\u4e2d");

  private static final List<OwnerKind> KINDS = List.of(OwnerKind.values());

  @Property(tries = 300)
  void isTheSnapshotThatItWasMadeFrom(@ForAll long seed) {
    Snapshot snapshot = any(new Random(seed));
    assertThat(CompactSnapshot.decode(CompactSnapshot.encode(snapshot))).isEqualTo(snapshot);
  }

  @Property(tries = 300)
  void takesAThirdOfTheRoomOfJsonAtMost(@ForAll long seed) {
    Snapshot snapshot = any(new Random(seed));
    assertThat(CompactSnapshot.encode(snapshot).length * 3)
        .isLessThan(SnapshotCodec.encode(snapshot).length + 300);
  }

  @Test
  void aCutOneIsRefused() {
    byte[] whole = CompactSnapshot.encode(any(new Random(1)));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> CompactSnapshot.decode(cut))
          .isInstanceOf(BinaryFormatException.class);
    }
  }

  private static Snapshot any(Random random) {
    List<Group> groups = new ArrayList<>();
    for (int left = random.nextInt(40); left > 0; left--) {
      groups.add(group(random));
    }
    List<Namespace> namespaces = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      namespaces.add(namespace(random));
    }
    return new Snapshot(
        "web-" + random.nextInt(10),
        Map.of("dc", name(random), "role", name(random)),
        name(random),
        "boot" + random.nextInt(),
        Math.abs(random.nextLong() >> 1),
        Instant.ofEpochMilli(1_790_000_000_000L + random.nextInt()),
        Duration.ofMillis(1 + random.nextInt(60_000)),
        "netlink",
        random.nextBoolean(),
        random.nextBoolean() ? List.of() : List.of(name(random), name(random)),
        groups,
        namespaces,
        new CollectorHealth("1.0.0", random.nextInt(10_000), random.nextInt(1 << 30), 3));
  }

  private static Group group(Random random) {
    SocketState state = SocketState.ofCode(random.nextInt(SocketState.COUNT));
    boolean evidence = random.nextInt(4) == 0;
    return new Group(
        name(random),
        new Endpoint(random.nextBoolean() ? Role.SERVER : Role.CLIENT, random.nextInt(65_536)),
        new Owner(KINDS.get(random.nextInt(KINDS.size())), name(random)),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new OwnerProcess(1 + random.nextInt(99_999), name(random))),
        counts(random),
        random.nextBoolean() ? Optional.empty() : Optional.of(listen(random)),
        evidence
            ? Map.of(
                state, List.of(new PeerCount("203.0.113.9", 3), new PeerCount("2001:db8::1", 1)))
            : Map.of(),
        evidence ? Map.of(state, (long) random.nextInt(1_000_000)) : Map.of());
  }

  private static ListenQueue listen(Random random) {
    ListenQueue one =
        ListenQueue.of(random.nextInt(100), random.nextBoolean() ? 4_096 : ListenQueue.UNKNOWN);
    return random.nextBoolean() ? one : one.plus(ListenQueue.of(7, 511));
  }

  private static StateCounts counts(Random random) {
    long[] counts = new long[SocketState.COUNT];
    for (int code = 0; code < counts.length; code++) {
      counts[code] = random.nextInt(3) > 0 ? 0 : random.nextInt(1_000_000_000);
    }
    return StateCounts.of(counts);
  }

  private static Namespace namespace(Random random) {
    return new Namespace(
        name(random),
        4_026_531_840L + random.nextInt(1_000),
        Map.of("listenDrops", (long) random.nextInt(100), "retransSegs", 1L << 40),
        random.nextBoolean()
            ? KernelLimits.NONE
            : new KernelLimits(2_048, 4_096, random.nextInt(3), 32_768, 60_999),
        random.nextBoolean()
            ? List.of()
            : List.of(new Destination("10.0.0.5", "10.0.0.9", 5_432, random.nextInt(28_000))));
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }
}
