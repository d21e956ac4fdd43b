package dev.socketfleet.streams.topology;

import static dev.socketfleet.streams.Snapshots.https;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.host.HostRecord;
import dev.socketfleet.streams.query.TimeRange;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.HostWindow;
import dev.socketfleet.streams.window.WindowPart;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that sends one snapshot a minute, from ten past to five to: with real stores. */
class WindowsReaderTest {

  private static final long MINUTE = 60_000;
  private static final long QUARTER = 15 * MINUTE;
  private static final long HOUR = 1_790_000_040_000L / (60 * MINUTE) * 60 * MINUTE;

  @TempDir private Path folder;

  private List<Long> minutes(long from, long to, long stepMinutes) {
    try (DrivenStage stage = new DrivenStage(folder, RuleSet::defaults, DrivenStage.State.EMPTY)) {
      for (int minute = 10; minute < 55; minute++) {
        stage.pipe(
            snapshot(
                "web-1",
                "b",
                minute,
                HOUR + minute * MINUTE,
                List.of(https(SocketState.ESTABLISHED, minute))));
      }
      HostRecord host =
          HostEngine.view(
              DrivenStage.SETTINGS,
              RuleSet::defaults,
              HostsReader.read(stage.driver.getKeyValueStore(StoreNames.HOSTS), "web-1")
                  .orElseThrow());
      TimeRange range =
          new TimeRange(
              Instant.ofEpochMilli(HOUR + from * MINUTE), Instant.ofEpochMilli(HOUR + to * MINUTE));
      return new WindowsReader(
              stage.driver.getWindowStore(StoreNames.WINDOWS),
              stage.driver.getWindowStore(StoreNames.COARSE_WINDOWS),
              QUARTER)
              .read(host, range, Duration.ofMinutes(stepMinutes), new WindowPart.Whole())
              .windows()
              .stream()
              .map(WindowsReaderTest::size)
              .toList();
    }
  }

  private static long size(HostWindow window) {
    return (window.endMs() - window.startMs()) / MINUTE;
  }

  private static List<Long> times(long count, long minutes) {
    return Stream.generate(() -> minutes).limit(count).toList();
  }

  @Test
  void aStepOfMinutesReadsTheMinutes() {
    assertThat(minutes(0, 60, 1)).isEqualTo(times(45, 1));
    assertThat(minutes(0, 60, 20)).isEqualTo(times(45, 1));
  }

  @Test
  void aStepOfCoarseWindowsReadsThoseAndMinutesForWhatTheyDoNotCover() {
    // Those from 0, 15 and 30 past are derived, the one from 45 past is not yet.
    assertThat(minutes(0, 60, 15)).startsWith(15L, 15L, 15L).endsWith(1L).hasSize(13);
    assertThat(minutes(0, 60, 30)).hasSize(13);
  }

  @Test
  void aRangeThatBeginsInsideACoarseWindowBeginsWithMinutes() {
    assertThat(minutes(20, 45, 15)).startsWith(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 15L);
    assertThat(minutes(20, 28, 15)).isEqualTo(times(8, 1));
  }
}
