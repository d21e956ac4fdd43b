package dev.socketfleet.streams.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

  private static final long NOW = 1_790_000_000_000L;
  private static final long DAY = Duration.ofDays(1).toMillis();

  private static EventTime of(long capturedAtMs, long sentAtMs) {
    return EventTime.of(capturedAtMs, OptionalLong.of(sentAtMs), NOW);
  }

  @ParameterizedTest(name = "broker minus host {0} ms: trusted {1}")
  @CsvSource({
    "0, true",
    "-30000, true",
    "-30001, false",
    "300000, true",
    "300001, false",
  })
  void believesAHostWhoseClockIsNearTheBrokers(long skewMs, boolean trusted) {
    long sentAtMs = NOW - skewMs;
    long capturedAtMs = sentAtMs - 20;

    EventTime time = of(capturedAtMs, sentAtMs);

    assertThat(time).isEqualTo(new EventTime(trusted ? capturedAtMs : NOW - 20, skewMs, trusted));
  }

  @Test
  void takesASenderThatTellsNoTimeToSendAtOnce() {
    assertThat(EventTime.of(NOW - 1_000, OptionalLong.empty(), NOW))
        .isEqualTo(new EventTime(NOW - 1_000, 1_000, true));
    assertThat(EventTime.of(NOW - DAY, OptionalLong.empty(), NOW))
        .isEqualTo(new EventTime(NOW, DAY, false));
  }

  @Test
  void placesAHostThatIsADayAheadByTheBrokersClock() {
    assertThat(of(NOW + DAY - 50, NOW + DAY)).isEqualTo(new EventTime(NOW - 50, -DAY, false));
  }

  @Test
  void placesAHostThatIsADayBehindByTheBrokersClock() {
    assertThat(of(NOW - DAY - 50, NOW - DAY)).isEqualTo(new EventTime(NOW - 50, DAY, false));
  }

  @Test
  void keepsTheTrueMinuteOfASnapshotThatWaitedOutAnOutage() {
    long hour = Duration.ofHours(1).toMillis();
    assertThat(of(NOW - hour, NOW - 5)).isEqualTo(new EventTime(NOW - hour, 5, true));
  }

  @Test
  void keepsTheWaitingTimeOfASnapshotFromAWrongClock() {
    long hour = Duration.ofHours(1).toMillis();
    assertThat(of(NOW + DAY - hour, NOW + DAY)).isEqualTo(new EventTime(NOW - hour, -DAY, false));
  }

  @Test
  void neverPlacesASnapshotAfterItsArrivalWhenTheClockWentBackBeforeSending() {
    // Captured by a clock a day ahead, which was set right before the snapshot was sent.
    assertThat(of(NOW + DAY, NOW)).isEqualTo(new EventTime(NOW, 0, false));
  }

  @ParameterizedTest(name = "captured {0} ms after the broker took it: trusted {1}")
  @CsvSource({"30000, true", "30001, false"})
  void boundsHowFarInTheFutureACaptureMayBe(long aheadMs, boolean trusted) {
    assertThat(of(NOW + aheadMs, NOW))
        .isEqualTo(new EventTime(trusted ? NOW + aheadMs : NOW, 0, trusted));
  }

  @Test
  void isNeverBeforeTheEpoch() {
    assertThat(EventTime.of(0, OptionalLong.of(10 * DAY), DAY))
        .isEqualTo(new EventTime(0, -9 * DAY, false));
  }
}
