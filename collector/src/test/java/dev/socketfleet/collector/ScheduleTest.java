package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @Test
  void isDueOnceAnIntervalAtTheSameMoment() {
    Schedule schedule = new Schedule(10_000, 3_000);

    assertThat(schedule.nextAfter(0)).isEqualTo(3_000);
    assertThat(schedule.nextAfter(2_999)).isEqualTo(3_000);
    assertThat(schedule.nextAfter(3_000)).isEqualTo(13_000);
  }

  @Test
  void leavesOutWhatWasMissed() {
    Schedule schedule = new Schedule(10_000, 3_000);

    assertThat(schedule.nextAfter(47_000)).isEqualTo(53_000);
  }

  @Test
  void isNeverFurtherThanAnIntervalEvenWhenTheClockJumpsBack() {
    Schedule schedule = Schedule.from(INTERVAL, 1_790_000_000_123L);

    assertThat(schedule.nextAfter(1_700_000_000_000L) - 1_700_000_000_000L).isBetween(1L, 10_000L);
    assertThat(schedule.nextAfter(-5)).isBetween(-4L, 9_995L);
  }

  @Test
  void keepsTheMomentOfAHostAndSpreadsTheFleet() {
    assertThat(Schedule.spread(INTERVAL, "web-17")).isEqualTo(Schedule.spread(INTERVAL, "web-17"));

    long[] inTenths = new long[10];
    IntStream.range(0, 1_000)
        .mapToObj(i -> Schedule.spread(INTERVAL, "web-" + i))
        .forEach(schedule -> inTenths[(int) (schedule.phaseMs() / 1_000)]++);

    assertThat(Arrays.stream(inTenths).boxed()).allMatch(count -> count > 60 && count < 140);
  }

  @Test
  void skipsTurnsWhereMoreThanOneIntervalIsDue() {
    Schedule schedule = new Schedule(10_000, 3_000);

    assertThat(schedule.nextAfter(4_000, 3)).isEqualTo(33_000);
  }
}
