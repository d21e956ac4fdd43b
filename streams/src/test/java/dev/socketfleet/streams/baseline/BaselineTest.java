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
  private static final double SENSITIVITY = 6;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 30, 200, 2_000, 40_000})
  void noiseOfAnyLevelIsNeverASpike(long level) {
    Random random = new Random(level + 1);
    Baseline baseline = Baseline.startingAt(level);
    int above = 0;
    for (long i = 1; i < 20_000; i++) {
      long count = poisson(random, level);
      above += count >= Math.max(20, baseline.above(SENSITIVITY)) ? 1 : 0;
      baseline.learn(count, 10 * SECOND, i * 10 * SECOND);
    }

    assertThat(above).isZero();
    assertThat(baseline.level()).isCloseTo((double) level, within(1 + level * 0.05));
  }

  @ParameterizedTest
  @ValueSource(longs = {30, 200, 2_000})
  void whatIsFarAboveTheNoiseIsASpike(long level) {
    Baseline baseline = settled(level, 10 * SECOND);

    assertThat(level + 10 * Math.sqrt((double) level)).isGreaterThan(baseline.above(SENSITIVITY));
    assertThat(level + 4 * Math.sqrt((double) level)).isLessThan(baseline.above(SENSITIVITY));
  }

  @Test
  void anIncidentOfAnHourTeachesNextToNothing() {
    Baseline baseline = settled(50, 10 * SECOND);
    double before = baseline.above(SENSITIVITY);

    feed(baseline, 2_000, HOUR);

    assertThat(baseline.above(SENSITIVITY)).isLessThan(before * 1.4);
    assertThat(baseline.level()).isCloseTo(50, within(10.0));
  }

  @Test
  void anIncidentOfADayIsANewLevel() {
    Baseline baseline = settled(50, 10 * SECOND);

    feed(baseline, 500, 24 * HOUR);

    assertThat(baseline.above(SENSITIVITY)).isGreaterThan(500);
  }

  @Test
  void aSpreadWiderThanNoiseIsLearned() {
    Baseline baseline = Baseline.startingAt(100);
    Random random = new Random(7);
    for (long i = 1; i < 10_000; i++) {
      baseline.learn(50 + random.nextInt(100), 10 * SECOND, i * 10 * SECOND);
    }

    assertThat(baseline.above(SENSITIVITY)).isGreaterThan(220);
  }

  @Test
  void learnsTheSameFromRareAndFromFrequentSamples() {
    Baseline frequent = Baseline.startingAt(10);
    Baseline rare = Baseline.startingAt(10);
    for (int i = 0; i < 1_800; i++) {
      frequent.learn(14, 2 * SECOND, Long.MAX_VALUE);
    }
    for (int i = 0; i < 60; i++) {
      rare.learn(14, MINUTE, Long.MAX_VALUE);
    }

    assertThat(frequent.level()).isCloseTo(rare.level(), within(0.05));
  }

  @Test
  void isEightBytesThatComeBackExactly() {
    Baseline baseline = settled(37, 10 * SECOND);
    BinaryWriter out = new BinaryWriter();
    baseline.encode(out);

    Baseline again = Baseline.decode(new BinaryReader(out.toByteArray()));
    feed(baseline, 44, HOUR);
    feed(again, 44, HOUR);

    assertThat(out.size()).isEqualTo(8);
    assertThat(again.level()).isEqualTo(baseline.level());
    assertThat(again.above(3)).isEqualTo(baseline.above(3));
  }

  @Test
  void isQuietOnlyWhenItRemembersNothing() {
    assertThat(Baseline.startingAt(0).isQuiet()).isTrue();
    assertThat(settled(5, MINUTE).isQuiet()).isFalse();
  }

  private static Baseline settled(long level, long stepMs) {
    Random random = new Random(42);
    Baseline baseline = Baseline.startingAt(level);
    for (long i = 1; i < 5_000; i++) {
      baseline.learn(poisson(random, level), stepMs, i * stepMs);
    }
    return baseline;
  }

  private static void feed(Baseline baseline, long count, long lengthMs) {
    for (long elapsed = 0; elapsed < lengthMs; elapsed += 10 * SECOND) {
      baseline.learn(count, 10 * SECOND, 10 * HOUR);
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
