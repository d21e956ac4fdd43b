package dev.socketfleet.streams.host;

import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.counting;
import static dev.socketfleet.streams.Snapshots.https;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.window.HostWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostEngineTest {

  private static final long MINUTE = 60_000;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final String HOST = "web-1";

  private final EngineRun run = EngineRun.withoutRules();

  private static Group established(long count) {
    return https(SocketState.ESTABLISHED, count);
  }

  private Gauge published(long startMs) {
    return run.ledger.published(HOST, startMs, SocketState.ESTABLISHED);
  }

  private HostWindow open(long startMs) {
    return run.saved(HOST).openWindows().stream()
        .filter(it -> it.startMs() == startMs)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void closesAWindowWithinTheTenSecondsAfterItsGrace() {
    run.at(T0, HOST, 0, established(10));
    run.at(T0 + 59_999, HOST, 1, established(20));

    run.quietUntil(T0 + MINUTE + 14_999);
    assertThat(run.ledger.counts).isEmpty();
    assertThat(open(T0).total(SocketState.ESTABLISHED)).isEqualTo(new Gauge(2, 10, 20, 15, 20));

    run.quietUntil(T0 + MINUTE + 25_000);
    assertThat(run.ledger.counts).hasSize(1);
    WindowCounts closed = run.ledger.counts.get(0);
    assertThat(closed.scope()).isEqualTo("host:web-1");
    assertThat(closed.start().toEpochMilli()).isEqualTo(T0);
    assertThat(closed.end().toEpochMilli()).isEqualTo(T0 + MINUTE);
    assertThat(closed.revision()).isEqualTo(1);
    assertThat(closed.samples()).isEqualTo(2);
    assertThat(published(T0)).isEqualTo(new Gauge(2, 10, 20, 15, 20));
    assertThat(run.saved(HOST).openWindows()).isEmpty();
  }

  @Test
  void hostsDoNotCloseTheirWindowsAllAtOnce() {
    for (int host = 0; host < 100; host++) {
      run.at(T0, "web-" + host, 0, established(10));
    }
    int before = 0;
    for (int second = 16; second <= 25; second++) {
      run.quietUntil(T0 + MINUTE + second * 1_000L);
      assertThat(run.ledger.counts.size() - before)
          .as("closed in second %d", second)
          .isLessThan(25);
      before = run.ledger.counts.size();
    }
    assertThat(before).isEqualTo(100);
  }

  @Test
  void placesASnapshotAtTheEndOfAWindowIntoTheNextOne() {
    run.at(T0 + MINUTE, HOST, 0, established(10));
    assertThat(open(T0 + MINUTE).samples()).isEqualTo(1);
  }

  @Test
  void closesByTheAppendTimeOfOtherHostsToo() {
    run.at(T0, HOST, 0, established(10));
    run.at(T0 + MINUTE + 25_000, "web-2", 0);
    assertThat(published(T0).samples()).isEqualTo(1);
  }

  @Test
  void emitsAClosedWindowAgainWithAHigherRevisionAfterALateSnapshot() {
    run.at(T0, HOST, 0, established(10));
    run.quietUntil(T0 + 10 * MINUTE);

    run.append(snapshot(HOST, "boot-" + HOST, 1, T0 + 10_000, List.of(established(30))));
    run.append(snapshot(HOST, "boot-" + HOST, 2, T0 + 20_000, List.of(established(20))));
    run.quietUntil(T0 + 10 * MINUTE + 6_000);

    assertThat(run.ledger.counts).hasSize(2);
    assertThat(run.ledger.counts.get(1).revision()).isEqualTo(2);
    assertThat(published(T0)).isEqualTo(new Gauge(3, 10, 30, 20, 20));
    assertThat(run.ledger.closedWindow(HOST, T0).orElseThrow().samples()).isEqualTo(3);
    assertThat(run.summary(HOST).late()).isZero();
  }

  @Test
  void countsWhatIsOlderThanTheRetentionAsLateAndNowhereElse() {
    run.now = T0 + DAY + MINUTE;
    Outcome outcome = run.at(T0 - 1, HOST, 0, established(10));
    Outcome atTheEdge = run.at(T0 + MINUTE, HOST, 1, established(10));

    assertThat(outcome).isEqualTo(Outcome.TOO_LATE);
    assertThat(atTheEdge).isEqualTo(Outcome.APPLIED);
    assertThat(run.summary(HOST).late()).isEqualTo(1);
    assertThat(run.saved(HOST).openWindows()).hasSize(1);
  }

  @Test
  void changesNothingOnADuplicate() {
    run.at(T0, HOST, 0, established(10));
    run.at(T0 + 10_000, HOST, 1, established(20));
    Gauge before = open(T0).total(SocketState.ESTABLISHED);

    run.now += 100;
    Outcome again =
        run.append(snapshot(HOST, "boot-" + HOST, 1, T0 + 10_000, List.of(established(20))));

    assertThat(again).isEqualTo(Outcome.DUPLICATE);
    assertThat(open(T0).total(SocketState.ESTABLISHED)).isEqualTo(before);
    assertThat(run.summary(HOST).duplicates()).isEqualTo(1);
  }

  @Test
  void changesNothingWhenTheLogIsReadAgain() {
    List<Arrival> log = new ArrayList<>();
    for (int seq = 0; seq < 20; seq++) {
      long at = T0 + seq * 10_000L;
      // The second half repeats sequences: duplicates are not counted twice either.
      log.add(
          EngineRun.arrival(
              snapshot(HOST, "b", Math.min(seq, 15), at, List.of(established(seq))), seq, at, 0));
    }
    log.forEach(run.engine::apply);
    byte[] before = run.ledger.hosts.get(HOST);

    run.restart();
    for (Arrival arrival : log) {
      assertThat(run.engine.apply(arrival)).isEqualTo(Outcome.REPLAYED);
    }

    assertThat(run.ledger.hosts.get(HOST)).isEqualTo(before);
    assertThat(run.summary(HOST).duplicates()).isEqualTo(4);
  }

  @Test
  void countsNothingOfAnIncompleteSnapshotButSeesThatTheHostLives() {
    run.at(T0, HOST, 0, established(10));
    Outcome outcome = run.incompleteAt(T0 + 60_000, HOST, 1, established(1));

    assertThat(outcome).isEqualTo(Outcome.INCOMPLETE);
    assertThat(run.summary(HOST).incomplete()).isEqualTo(1);
    assertThat(run.summary(HOST).complete()).isFalse();
    assertThat(run.summary(HOST).silent()).isFalse();
    assertThat(run.summary(HOST).lastSeen().toEpochMilli()).isEqualTo(T0 + 60_000);
    assertThat(run.summary(HOST).counts().count(SocketState.ESTABLISHED)).isEqualTo(10);
    run.quietUntil(T0 + 5 * MINUTE);
    assertThat(run.ledger.published(HOST)).containsOnlyKeys(T0);
  }

  @Test
  void summarizesTheLastSnapshot() {
    run.at(T0, HOST, 3, established(10));
    run.at(T0 + 10_000, HOST, 6, established(12));

    assertThat(run.summary(HOST).lost()).isEqualTo(2);
    assertThat(run.summary(HOST).counts()).isEqualTo(StateCounts.of(SocketState.ESTABLISHED, 12));
    assertThat(run.summary(HOST).labels()).containsEntry("dc", "eu1");
    assertThat(run.summary(HOST).skewMs()).isEmpty();
    run.now += 30_000;
    assertThat(run.summary(HOST).silent()).isFalse();
    run.now += 1;
    assertThat(run.summary(HOST).silent()).isTrue();
  }

  @ParameterizedTest(name = "clock wrong by {0} ms")
  @ValueSource(longs = {86_400_000L, -86_400_000L, 31_000L, -301_000L})
  void aWrongClockChangesNothingForOthersAndIsNamed(long aheadMs) {
    EngineRun alone = EngineRun.withoutRules();
    for (int seq = 0; seq < 30; seq++) {
      long at = T0 + seq * 10_000L;
      alone.at(at, HOST, seq, established(seq));
      run.at(at, HOST, seq, established(seq));
      run.append(snapshot("liar", "b", seq, at + aheadMs - 20, List.of(established(7))), aheadMs);
    }
    alone.quietUntil(T0 + 10 * MINUTE);
    run.quietUntil(T0 + 10 * MINUTE);

    assertThat(run.ledger.published(HOST)).isEqualTo(alone.ledger.published(HOST));
    assertThat(run.summary(HOST).skewMs()).isEmpty();
    assertThat(run.summary("liar").skewMs()).isEqualTo(OptionalLong.of(-aheadMs));
    // Its windows are where the broker's clock says.
    assertThat(run.ledger.published("liar").keySet())
        .isEqualTo(
            new TreeSet<>(
                List.of(
                    T0 - MINUTE,
                    T0,
                    T0 + MINUTE,
                    T0 + 2 * MINUTE,
                    T0 + 3 * MINUTE,
                    T0 + 4 * MINUTE)));
  }

  @Test
  void aHostThatSendsEverythingTwiceChangesNothing() {
    EngineRun once = EngineRun.withoutRules();
    for (int seq = 0; seq < 30; seq++) {
      long at = T0 + seq * 10_000L;
      once.at(at, HOST, seq, established(seq));
      run.at(at, HOST, seq, established(seq));
      run.at(at, HOST, seq, established(seq));
    }
    once.quietUntil(T0 + 10 * MINUTE);
    run.quietUntil(T0 + 10 * MINUTE);

    assertThat(run.ledger.counts).isEqualTo(once.ledger.counts);
    assertThat(run.summary(HOST).duplicates()).isEqualTo(30);
    assertThat(run.summary(HOST).lost()).isZero();
  }

  @Test
  void keepsTheTrueMinutesOfSnapshotsThatWaitedOutAnOutage() {
    for (int seq = 0; seq < 6; seq++) {
      run.at(T0 + seq * 10_000L, HOST, seq, established(seq));
    }
    run.quietUntil(T0 + 60 * MINUTE);
    for (int seq = 6; seq < 360; seq++) {
      run.append(
          snapshot(HOST, "boot-" + HOST, seq, T0 + seq * 10_000L, List.of(established(seq))));
    }
    run.quietUntil(T0 + 62 * MINUTE);

    assertThat(run.ledger.published(HOST)).hasSize(60);
    for (int minute = 0; minute < 60; minute++) {
      long first = minute * 6L;
      assertThat(published(T0 + minute * MINUTE))
          .isEqualTo(new Gauge(6, first, first + 5, first + 2.5, first + 5));
    }
  }

  @Test
  void derivesACoarseWindowOnceItsLastMinuteIsClosed() {
    long start = T0 / (15 * MINUTE) * 15 * MINUTE;
    long end = start + 15 * MINUTE;
    for (int seq = 0; start + seq * 30_000L < end; seq++) {
      run.at(start + seq * 30_000L, HOST, seq, established(seq + 1));
    }

    run.quietUntil(end + 14_999);
    assertThat(run.ledger.coarse(HOST)).isEmpty();

    run.quietUntil(end + 6 * MINUTE);
    assertThat(run.ledger.coarse(HOST)).containsOnlyKeys(start);
    assertThat(coarse(start))
        .containsEntry(SocketState.ESTABLISHED, new Gauge(30, 1, 30, 15.5, 30));
  }

  @Test
  void derivesACoarseWindowAnewAfterALateSnapshot() {
    long start = T0 / (15 * MINUTE) * 15 * MINUTE;
    run.at(start, HOST, 0, established(10));
    run.at(start + 9 * MINUTE, HOST, 1, established(20));
    run.quietUntil(start + 60 * MINUTE);

    run.append(snapshot(HOST, "boot-" + HOST, 2, start + 10_000, List.of(established(90))));
    run.quietUntil(start + 60 * MINUTE + 6_000);

    assertThat(coarse(start)).containsEntry(SocketState.ESTABLISHED, new Gauge(3, 10, 90, 40, 20));
  }

  private Map<SocketState, Gauge> coarse(long startMs) {
    return Objects.requireNonNull(run.ledger.coarse(HOST).get(startMs), "not derived").totals();
  }

  @Test
  void closesTheOldestEarlyAndLosesNothingWhenTooManyAreOpen() {
    // 20 windows of the past in an order that makes the newly opened one the oldest.
    run.now = T0 + 60 * MINUTE;
    for (int minute = 19; minute >= 0; minute--) {
      run.append(
          snapshot(HOST, "b", 19 - minute, T0 + minute * MINUTE, List.of(established(minute + 1))));
    }
    run.quietUntil(T0 + 61 * MINUTE);
    // And once more, so that each is opened again from the store.
    for (int minute = 19; minute >= 0; minute--) {
      run.append(
          snapshot(
              HOST, "b", 39 - minute, T0 + minute * MINUTE + 1, List.of(established(minute + 3))));
    }
    run.quietUntil(T0 + 62 * MINUTE);

    assertThat(run.ledger.published(HOST)).hasSize(20);
    for (int minute = 0; minute < 20; minute++) {
      assertThat(published(T0 + minute * MINUTE))
          .isEqualTo(new Gauge(2, minute + 1, minute + 3, minute + 2, minute + 3));
    }
  }

  @Test
  void readsATopicThatWasMadeAnewFromItsStart() {
    run.offset = 500;
    run.at(T0, HOST, 0, established(10));
    run.restart();
    run.offset = 0;
    assertThat(run.at(T0 + 10_000, HOST, 1, established(20))).isEqualTo(Outcome.APPLIED);
    assertThat(run.at(T0 + 20_000, HOST, 2, established(30))).isEqualTo(Outcome.APPLIED);
    assertThat(open(T0).samples()).isEqualTo(3);
    assertThat(run.saved(HOST).includedOffset()).isEqualTo(1);
  }

  @Test
  void keepsTwoProcessesUnderOneNameApart() {
    for (int seq = 0; seq < 3; seq++) {
      run.now = T0 + seq * 10_000L;
      run.append(snapshot(HOST, "a", seq, run.now, List.of(established(10))));
      run.append(snapshot(HOST, "b", seq, run.now + 5, List.of(established(20))));
    }
    assertThat(open(T0).total(SocketState.ESTABLISHED)).isEqualTo(new Gauge(6, 10, 20, 15, 20));
    assertThat(run.summary(HOST).duplicates()).isZero();
    assertThat(run.summary(HOST).lost()).isZero();
  }

  @Test
  void describesAHostByItsYoungestSnapshotWhateverArrivesLast() {
    run.at(T0 + 30_000, HOST, 3, established(30));
    Snapshot latest = run.latest(HOST);
    run.at(T0, HOST, 0, established(1));

    assertThat(run.latest(HOST)).isEqualTo(latest);
    assertThat(run.summary(HOST).counts().count(SocketState.ESTABLISHED)).isEqualTo(30);
  }

  @Test
  void keepsByHowMuchKernelCountersRise() {
    long[] drops = {100, 104, 104, 3};
    for (int seq = 0; seq < drops.length; seq++) {
      run.now = T0 + seq * 10_000L;
      run.append(
          snapshot(
              HOST, "b", seq, run.now, true, List.of(), List.of(counting("drops", drops[seq]))));
      run.restart();
    }
    // 4, 0, and 3 since it began anew: the first snapshot has nothing to compare with.
    assertThat(open(T0).tcp(Group.HOST_NETNS, "drops").orElseThrow().deltas())
        .isEqualTo(new Gauge(3, 0, 4, 7.0 / 3, 3));
    assertThat(open(T0).tcp(Group.HOST_NETNS, "drops").orElseThrow().sum()).isEqualTo(7);
  }

  @Test
  void fitsIntoTheStoreWhateverAHostSends() {
    List<Group> groups = new ArrayList<>();
    long[] counts = new long[SocketState.COUNT];
    Arrays.fill(counts, 1_000_000_000L);
    for (int port = 1; port <= 2_000; port++) {
      groups.add(
          Group.of(
              "n".repeat(256),
              new Endpoint(Role.SERVER, port),
              new Owner(OwnerKind.PROCESS, "o".repeat(250) + port),
              StateCounts.of(counts)));
    }
    run.now = T0 + 30 * MINUTE;
    for (int minute = 0; minute < 8; minute++) {
      run.append(snapshot(HOST, "b", minute, T0 + minute * MINUTE, groups));
      assertThat(run.ledger.hosts.getOrDefault(HOST, new byte[0]))
          .hasSizeBetween(1, EngineOutput.MAX_VALUE_BYTES);
    }
    run.quietUntil(T0 + 32 * MINUTE);

    assertThat(run.ledger.published(HOST)).hasSize(8);
    assertThat(published(T0 + MINUTE).last()).isEqualTo(2_000_000_000_000L);
  }
}
