package dev.socketfleet.streams.topology;

import static dev.socketfleet.streams.Snapshots.HTTPS;
import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.https;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.topology.DrivenStage.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetStageTest {

  private static final long MINUTE = 60_000;
  private static final long CLOSE = T0 + MINUTE + 15_000;

  @TempDir Path folder;

  private DrivenStage stage;

  @BeforeEach
  void open() {
    stage = new DrivenStage(folder, () -> RuleSet.EMPTY, State.EMPTY);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void pipe(String host, long seq, long atMs, long appendMs, long established) {
    stage.pipe(
        snapshot(host, "b", seq, atMs, List.of(https(SocketState.ESTABLISHED, established))),
        appendMs);
  }

  /** Time for the hosts' windows to close, for their sum to go out, and for the fleet's. */
  private Map<String, WindowCounts> settled(long nowMs) throws MalformedRecordException {
    for (int second = 0; second < 26; second++) {
      stage.tick(nowMs + second * 1_000L);
    }
    Map<String, WindowCounts> byKey = new TreeMap<>();
    for (KeyValue<String, WindowCounts> published : stage.fleetCounts()) {
      assertThat(byKey.put(published.key, published.value)).as("each key once").isNull();
    }
    return byKey;
  }

  private static WindowCounts fleet(Map<String, WindowCounts> byKey) {
    return Objects.requireNonNull(byKey.get("fleet"), "nothing was published for the fleet");
  }

  private static Gauge established(WindowCounts window) {
    return window.totals().getOrDefault(SocketState.ESTABLISHED, new Gauge(1, 0, 0, 0, 0));
  }

  @Test
  void theFleetIsTheSumOfItsHosts() throws MalformedRecordException {
    pipe("web-1", 0, T0, T0, 10);
    pipe("web-1", 1, T0 + 10_000, T0 + 10_000, 20);
    pipe("web-2", 0, T0 + 10_000, T0 + 10_000, 5);
    Map<String, WindowCounts> fleet = settled(CLOSE);

    assertThat(fleet.keySet())
        .containsExactlyInAnyOrder(
            "fleet", "fleet/server/443", "label/dc=eu1", "label/dc=eu1/server/443");
    WindowCounts all = fleet(fleet);
    assertThat(all.scope()).isEqualTo("fleet");
    assertThat(established(all)).isEqualTo(new Gauge(3, 15, 25, 20.0, 25));
    assertThat(all.hosts()).hasValue(2);
    assertThat(all.missing()).hasValue(0);
    assertThat(all.endpoints()).isEmpty();
    WindowCounts port = Objects.requireNonNull(fleet.get("label/dc=eu1/server/443"));
    assertThat(port.scope()).isEqualTo("label:dc=eu1");
    assertThat(port.endpoints())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.endpoint()).isEqualTo(HTTPS);
              assertThat(it.states()).isEqualTo(all.totals());
            });
  }

  @Test
  void aSilentHostLeavesTheSumAndIsMissing() throws MalformedRecordException {
    pipe("web-1", 0, T0, T0, 10);
    pipe("web-2", 0, T0, T0, 5);
    settled(CLOSE);
    pipe("web-1", 1, CLOSE + 26_000, CLOSE + 26_000, 30);
    WindowCounts next = fleet(settled(CLOSE + MINUTE));

    assertThat(next.start().toEpochMilli()).isEqualTo(T0 + MINUTE);
    assertThat(established(next)).isEqualTo(new Gauge(1, 30, 30, 30, 30));
    assertThat(next.hosts()).hasValue(1);
    assertThat(next.missing()).hasValue(1);
  }

  @Test
  void aWindowInWhichAllAreSilentIsAbsentButTheyAreMissing() throws MalformedRecordException {
    pipe("web-1", 0, T0, T0, 10);
    settled(CLOSE);
    assertThat(settled(CLOSE + MINUTE)).isEmpty();

    KeyValueStore<String, byte[]> latest = stage.driver.getKeyValueStore(StoreNames.FLEET_LATEST);
    FleetWindow silent = FleetWindow.decode(latest.get("fleet"));
    assertThat(silent.startMs()).isEqualTo(T0 + MINUTE);
    assertThat(silent.missing()).isEqualTo(1);
  }

  @Test
  void aLateSnapshotPublishesTheWindowAgainUnderTheNextRevision() throws MalformedRecordException {
    pipe("web-1", 0, T0, T0, 10);
    pipe("web-2", 0, T0, T0, 5);
    assertThat(fleet(settled(CLOSE)).revision()).isEqualTo(1);

    pipe("web-2", 1, T0 + 30_000, CLOSE + 26_000, 7);
    WindowCounts again = fleet(settled(CLOSE + 27_000));

    assertThat(again.revision()).isEqualTo(2);
    assertThat(established(again)).isEqualTo(new Gauge(3, 15, 17, 16, 17));
  }
}
