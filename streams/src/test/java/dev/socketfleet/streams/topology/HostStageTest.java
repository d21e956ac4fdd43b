package dev.socketfleet.streams.topology;

import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.https;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.host.HostRecord;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.topology.DrivenStage.State;
import dev.socketfleet.streams.window.HostWindow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostStageTest {

  private static final long MINUTE = 60_000;
  private static final RuleSet DEFAULTS = RuleSet.defaults();

  @TempDir Path folder;

  private boolean broken;
  private DrivenStage stage;

  @BeforeEach
  void open() {
    stage = new DrivenStage(folder, this::rules, State.EMPTY);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private RuleSet rules() {
    if (broken) {
      throw new IllegalStateException("a defect");
    }
    return DEFAULTS;
  }

  private static Group established(long count) {
    return https(SocketState.ESTABLISHED, count);
  }

  private void pipe(String host, long seq, long atMs, long appendMs, long count) {
    stage.pipe(snapshot(host, "b", seq, atMs, List.of(established(count))), appendMs);
  }

  private static Gauge gauge(WindowCounts window) {
    return window.totals().getOrDefault(SocketState.ESTABLISHED, new Gauge(1, 0, 0, 0, 0));
  }

  @Test
  void theEdgeOfAWindowBelongsToTheNextOne() throws MalformedRecordException {
    pipe("web-1", 0, T0, T0, 1);
    pipe("web-1", 1, T0 + MINUTE - 1, T0 + MINUTE, 3);
    pipe("web-1", 2, T0 + MINUTE, T0 + MINUTE, 5);
    pipe("web-1", 3, T0 + MINUTE + 14_999, T0 + MINUTE + 14_999, 7);
    assertThat(stage.counts()).isEmpty();

    pipe("web-1", 4, T0 + MINUTE + 25_000, T0 + MINUTE + 25_000, 9);
    List<WindowCounts> closed = stage.counts();
    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).start().toEpochMilli()).isEqualTo(T0);
    assertThat(gauge(closed.get(0))).isEqualTo(new Gauge(2, 1, 3, 2, 3));
  }

  @Test
  void lateOutOfOrderAndRepeatedSnapshotsEndInTheRightCounts() throws MalformedRecordException {
    pipe("web-1", 2, T0 + 20_000, T0 + 20_000, 30);
    pipe("web-1", 0, T0, T0 + 20_100, 10);
    pipe("web-1", 0, T0, T0 + 20_200, 10);
    pipe("web-1", 9, T0 + 90_000, T0 + 90_000, 1);
    pipe("web-1", 1, T0 + 10_000, T0 + 90_100, 80);
    pipe("web-1", 10, T0 + 100_000, T0 + 100_000, 1);

    List<WindowCounts> closed = stage.counts();
    assertThat(closed).extracting(WindowCounts::revision).containsExactly(1, 2);
    assertThat(gauge(closed.get(0))).isEqualTo(new Gauge(2, 10, 30, 20, 30));
    assertThat(gauge(closed.get(1))).isEqualTo(new Gauge(3, 10, 80, 40, 30));
    assertThat(stage.summary("web-1", T0).duplicates()).isEqualTo(1);
    assertThat(stage.summary("web-1", T0).lost()).isEqualTo(6);
    assertThat(stage.deadLetters()).isEmpty();
  }

  @Test
  void closesWindowsOfAnIdlePartitionByTheWallClockOnceAllIsRead() throws MalformedRecordException {
    pipe("web-1", 0, T0, T0, 1);
    stage.readUpTo = OptionalLong.empty();
    stage.driver.advanceWallClockTime(Duration.ofMinutes(5));
    assertThat(stage.counts()).isEmpty();

    stage.tick(T0 + MINUTE + 14_999);
    assertThat(stage.counts()).isEmpty();
    stage.tick(T0 + MINUTE + 25_000);
    assertThat(stage.counts()).hasSize(1);
  }

  @Test
  void publishesAlertsAndTheirEvents() throws MalformedRecordException {
    for (int seq = 0; seq < 6; seq++) {
      stage.pipe(
          snapshot(
              "web-1", "b", seq, T0 + seq * 10_000L, List.of(https(SocketState.CLOSE_WAIT, 300))));
    }
    assertThat(stage.alertEvents())
        .anyMatch(
            it ->
                it.rule().id().equals("close-wait-high")
                    && it.status() == AlertStatus.FIRING
                    && it.value().orElseThrow() == 300);
  }

  @Test
  void aKeyWithoutAValueTakesTheHostOutUntilItSendsAgain() throws MalformedRecordException {
    byte[] host = "web-1".getBytes(StandardCharsets.UTF_8);
    pipe("web-1", 0, T0, T0, 1);
    pipe("web-2", 0, T0, T0, 1);
    stage.pipe(host, null, T0 + 1_000);
    stage.pipe("nobody".getBytes(StandardCharsets.UTF_8), null, T0 + 2_000);
    State state = stage.state();
    assertThat(saved("web-1").isRetired()).isTrue();
    assertThat(saved("web-2").isRetired()).isFalse();
    assertThat(stage.meters.get("socketfleet.hosts.forgotten").counter().count()).isEqualTo(1);
    stage.close();

    stage = new DrivenStage(folder, this::rules, state);
    assertThat(saved("web-1").isRetired()).isTrue();
    stage.pipe("web-3".getBytes(StandardCharsets.UTF_8), null, T0 + 2_000);
    for (int offset = 1; offset < 5; offset++) {
      pipe("web-1", offset, T0 + 10_000, T0 + 10_000, 1);
    }
    assertThat(saved("web-1").isRetired()).isFalse();
    assertThat(stage.deadLetters()).isEmpty();
  }

  private HostRecord saved(String host) {
    KeyValueStore<String, byte[]> hosts = stage.driver.getKeyValueStore(StoreNames.HOSTS);
    return HostsReader.read(hosts, host).orElseThrow().head();
  }

  @Test
  void aRestartRepeatsOutputAndCountsNothingTwice() throws MalformedRecordException {
    play(stage, 20);
    List<WindowCounts> before = stage.counts();
    State state = stage.state();
    stage.close();

    stage = new DrivenStage(folder, this::rules, state);
    // The log is read again from its start: all that is included already changes nothing.
    play(stage, 40);
    stage.tick(T0 + 20 * MINUTE);
    List<WindowCounts> after = stage.counts();
    double applied =
        stage.meters.get("socketfleet.snapshots").tag("outcome", "applied").counter().count();

    assertThat(after).startsWith(before.toArray(WindowCounts[]::new));
    assertThat(applied).isEqualTo(20);
    try (DrivenStage undisturbed =
        new DrivenStage(folder.resolve("undisturbed"), this::rules, State.EMPTY)) {
      play(undisturbed, 40);
      undisturbed.tick(T0 + 20 * MINUTE);
      assertThat(after).isEqualTo(undisturbed.counts());
    }
  }

  private static void play(DrivenStage stage, int snapshots) {
    for (int seq = 0; seq < snapshots; seq++) {
      stage.pipe(snapshot("web-1", "b", seq, T0 + seq * 10_000L, List.of(established(seq))));
    }
  }

  @Test
  void aDamagedMinuteIsLeftOutOfItsCoarseWindow() {
    long start = T0 / (15 * MINUTE) * 15 * MINUTE;
    for (int minute = 0; minute < 15; minute++) {
      pipe("web-1", minute, start + minute * MINUTE, start + minute * MINUTE, 1);
    }
    WindowStore<String, byte[]> windows = stage.driver.getWindowStore(StoreNames.WINDOWS);
    windows.put("web-1", new byte[] {99}, start + MINUTE);
    stage.tick(start + 30 * MINUTE);

    WindowStore<String, byte[]> coarse = stage.driver.getWindowStore(StoreNames.COARSE_WINDOWS);
    assertThat(HostWindow.decode(new BinaryReader(coarse.fetch("web-1", start))).samples())
        .isEqualTo(14);
  }

  @Test
  void aSnapshotThatCannotBeProcessedIsSetAsideAndTheOthersAreCounted()
      throws MalformedRecordException {
    pipe("web-1", 0, T0 + 10 * MINUTE, T0 + 10 * MINUTE, 1);
    WindowStore<String, byte[]> windows = stage.driver.getWindowStore(StoreNames.WINDOWS);
    windows.put("web-1", new byte[] {99}, T0);
    pipe("web-1", 1, T0 + 5_000, T0 + 10 * MINUTE + 1, 2);
    pipe("web-2", 0, T0 + 5_000, T0 + 10 * MINUTE + 2, 3);
    pipe("web-1", 2, T0 + 10 * MINUTE + 10_000, T0 + 10 * MINUTE + 10_000, 4);
    stage.tick(T0 + 12 * MINUTE);

    List<TestRecord<byte[], byte[]>> dead = stage.deadLetters();
    assertThat(dead).hasSize(1);
    assertThat(dead.get(0).key()).isEqualTo("web-1".getBytes(StandardCharsets.UTF_8));
    assertThat(DrivenStage.header(dead.get(0), "socketfleet.reason"))
        .isEqualTo("processing_failed");
    assertThat(DrivenStage.header(dead.get(0), "socketfleet.detail"))
        .contains("a stored window has version 99 but this program reads 3");
    assertThat(DrivenStage.header(dead.get(0), "socketfleet.source"))
        .isEqualTo("socketfleet.snapshots-0-1");
    List<Gauge> counted = new ArrayList<>();
    stage.counts().forEach(window -> counted.add(gauge(window)));
    assertThat(counted)
        .containsExactlyInAnyOrder(new Gauge(1, 3, 3, 3, 3), new Gauge(2, 1, 4, 2.5, 4));
  }

  @Test
  void aDefectOfARuleCostsNeitherCountsNorOtherHosts() throws MalformedRecordException {
    pipe("web-1", 0, T0, T0, 1);
    broken = true;
    pipe("web-1", 1, T0 + 10_000, T0 + 10_000, 2);
    broken = false;
    pipe("web-2", 0, T0 + 11_000, T0 + 11_000, 7);
    pipe("web-1", 2, T0 + 20_000, T0 + 20_000, 3);
    stage.tick(T0 + 2 * MINUTE);

    assertThat(stage.deadLetters()).isEmpty();
    assertThat(stage.counts())
        .extracting(HostStageTest::gauge)
        .containsExactlyInAnyOrder(new Gauge(3, 1, 3, 2, 3), new Gauge(1, 7, 7, 7, 7));
    assertThat(stage.meters.get("socketfleet.judging.failed").counter().count()).isPositive();
  }
}
