package dev.socketfleet.streams.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final double SENSITIVITY = 3.8;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 30, 200, 2_000, 40_000})
  void noiseOfAnyLevelIsHardlyEverASpikeAndNeverTwiceInARow(long level) {
    Random random = new Random(level + 1);
    Baseline baseline = Baseline.unknown();
    int spikes = 0;
    boolean before = false;
    for (long i = 0; i < 20_000; i++) {
      long count = poisson(random, level);
      boolean spike = i > 60 && count >= Math.max(20, baseline.above(SENSITIVITY));
      assertThat(spike && before).isFalse();
      before = spike;
      spikes += spike ? 1 : 0;
      baseline.learn(count, 10 * SECOND, i >= 60);
    }

    assertThat(spikes).isLessThan(10);
    assertThat(baseline.level()).isCloseTo((double) level, within(1 + level * 0.1));
  }

  @ParameterizedTest
  @ValueSource(longs = {30, 200, 2_000})
  void whatIsFarAboveTheNoiseIsASpike(long level) {
    Baseline baseline = settled(level);

    assertThat(level + 10 * Math.sqrt((double) level)).isGreaterThan(baseline.above(SENSITIVITY));
    assertThat(level + 3 * Math.sqrt((double) level)).isLessThan(baseline.above(SENSITIVITY));
  }

  @ParameterizedTest
  @ValueSource(longs = {200, 2_000, 1_000_000})
  void anIncidentOfHalfAnHourTeachesNothingHoweverHighItIs(long height) {
    Baseline baseline = settled(50);
    double before = baseline.above(SENSITIVITY);

    feed(baseline, height, HOUR / 2);

    assertThat(baseline.above(SENSITIVITY)).isCloseTo(before, within(before * 0.15));
    assertThat(baseline.level()).isCloseTo(50, within(5.0));
  }

  @Test
  void aSeriesThatWasZeroForeverIsNotTaughtByAnHour() {
    Baseline baseline = Baseline.zero();

    feed(baseline, 300, HOUR);

    assertThat(baseline.level()).isZero();
    assertThat(baseline.above(SENSITIVITY)).isLessThan(5);
  }

  @Test
  void whatStaysForADayIsNoSpikeAnyMore() {
    Baseline baseline = settled(50);

    feed(baseline, 500, 24 * HOUR);

    assertThat(baseline.above(SENSITIVITY)).isGreaterThan(500);
  }

  @Test
  void burstsThatBelongToTheHourAreNoSpikes() {
    Baseline baseline = Baseline.unknown();
    for (int i = 0; i < 8_640; i++) {
      baseline.learn(i % 60 < 3 ? 150 : 5, 10 * SECOND, i >= 60);
    }

    assertThat(baseline.level()).isEqualTo(5);
    assertThat(baseline.above(SENSITIVITY)).isBetween(150.0, 350.0);
  }

  @Test
  void learnsTheSameFromRareAndFromFrequentSamples() {
    Baseline frequent = Baseline.zero();
    Baseline rare = Baseline.zero();
    for (int hour = 0; hour < 200; hour++) {
      for (int i = 0; i < 1_800; i++) {
        frequent.learn(hour % 12, 2 * SECOND, true);
      }
      for (int i = 0; i < 60; i++) {
        rare.learn(hour % 12, MINUTE, true);
      }
    }

    assertThat(frequent.level()).isEqualTo(rare.level());
    assertThat(frequent.above(SENSITIVITY)).isEqualTo(rare.above(SENSITIVITY));
  }

  @Test
  void comesBackExactlyFromTensOfBytes() {
    Baseline baseline = settled(37);
    BinaryWriter out = new BinaryWriter();
    baseline.encode(out);

    Baseline again = Baseline.decode(new BinaryReader(out.toByteArray()));
    feed(baseline, 44, HOUR);
    feed(again, 44, HOUR);

    assertThat(out.size()).isLessThan(80);
    assertThat(again.level()).isEqualTo(baseline.level());
    assertThat(again.above(3)).isEqualTo(baseline.above(3));
  }

  @Test
  void aSteadySeriesNeedsSixBytes() {
    Baseline baseline = Baseline.unknown();
    feed(baseline, 12, HOUR);
    BinaryWriter out = new BinaryWriter();
    baseline.encode(out);

    assertThat(out.size()).isEqualTo(6);
  }

  @Test
  void isQuietOnlyWhenItRemembersNothing() {
    assertThat(Baseline.zero().isQuiet()).isTrue();
    assertThat(Baseline.unknown().isQuiet()).isFalse();
    assertThat(settled(5).isQuiet()).isFalse();
  }

  private static Baseline settled(long level) {
    Random random = new Random(42);
    Baseline baseline = Baseline.unknown();
    for (int i = 0; i < 5_000; i++) {
      baseline.learn(poisson(random, level), 10 * SECOND, i >= 60);
    }
    return baseline;
  }

  private static void feed(Baseline baseline, long count, long lengthMs) {
    for (long elapsed = 0; elapsed < lengthMs; elapsed += 10 * SECOND) {
      baseline.learn(count, 10 * SECOND, true);
    }
  }

  /** Knuth's multiplication below 30, a rounded normal above. */
  private static long poisson(Random random, long mean) {
    if (mean > 30) {
      return Math.max(0, Math.round(mean + random.nextGaussian() * Math.sqrt((double) mean)));
    }
    double limit = Math.exp((double) -mean);
    long count = -1;
    for (double product = 1; product > limit; count++) {
      product *= random.nextDouble();
    }
    return Math.max(0, count);
  }
}
