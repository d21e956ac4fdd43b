package dev.socketfleet.streams.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.socketfleet.streams.binary.BinaryFormatException;
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
    Learner learner = new Learner(Baseline.unknown());
    int spikes = 0;
    boolean before = false;
    for (long i = 0; i < 20_000; i++) {
      long count = poisson(random, level);
      boolean spike = i > 60 && count >= Math.max(20, learner.threshold());
      assertThat(spike && before).isFalse();
      before = spike;
      spikes += spike ? 1 : 0;
      learner.learn(count, 10 * SECOND, i >= 60);
    }

    assertThat(spikes).isLessThan(10);
    assertThat(learner.level()).isCloseTo((double) level, within(1 + level * 0.1));
  }

  @ParameterizedTest
  @ValueSource(longs = {30, 200, 2_000})
  void whatIsFarAboveTheNoiseIsASpike(long level) {
    Learner learner = settled(level);

    assertThat(level + 10 * Math.sqrt((double) level)).isGreaterThan(learner.threshold());
    assertThat(level + 3 * Math.sqrt((double) level)).isLessThan(learner.threshold());
  }

  @ParameterizedTest
  @ValueSource(longs = {200, 2_000, 1_000_000})
  void anIncidentOfHalfAnHourTeachesNothingHoweverHighItIs(long height) {
    Learner learner = settled(50);
    double before = learner.threshold();

    learner.feed(height, HOUR / 2);

    assertThat(learner.threshold()).isCloseTo(before, within(before * 0.15));
    assertThat(learner.level()).isCloseTo(50, within(5.0));
  }

  @Test
  void aSeriesThatWasZeroForeverIsNotTaughtByAnHour() {
    Learner learner = new Learner(Baseline.zero());

    learner.feed(300, HOUR);

    assertThat(learner.level()).isCloseTo(0, within(0.3));
    assertThat(learner.threshold()).isLessThan(20);
  }

  @Test
  void whatStaysForADayIsNoSpikeAnyMore() {
    Learner learner = settled(50);

    learner.feed(500, 24 * HOUR);

    assertThat(learner.threshold()).isGreaterThan(500);
  }

  @Test
  void burstsThatCameForDaysAreNoSpikes() {
    Learner learner = new Learner(Baseline.unknown());
    for (int i = 0; i < 5 * 8_640; i++) {
      learner.learn(i % 60 < 3 ? 150 : 5, 10 * SECOND, i >= 60);
    }

    assertThat(learner.level()).isCloseTo(5, within(1.0));
    assertThat(learner.threshold()).isBetween(150.0, 350.0);
  }

  @Test
  void theFirstMorningIsNoSpike() {
    Learner learner = new Learner(Baseline.unknown());
    learner.at = 0;
    Random random = new Random(3);
    for (int i = 0; i < 24 * 60; i++) {
      long count = poisson(random, daily(learner.at + 4 * HOUR));
      assertThat(i >= 10 && count >= learner.threshold()).isFalse();
      learner.learn(count, MINUTE, i >= 10);
    }
  }

  @Test
  void onTheFirstDayASpikeIsWellAboveTheLevel() {
    Learner learner = new Learner(Baseline.unknown());
    learner.feed(500, HOUR);

    assertThat(learner.threshold()).isBetween(870.0, 880.0);
  }

  @Test
  void followsTheDay() {
    Learner learner = new Learner(Baseline.unknown());
    Random random = new Random(7);
    for (int i = 0; i < 10 * 24 * 60; i++) {
      learner.learn(poisson(random, daily(learner.at)), MINUTE, i >= 10);
    }

    double night = thresholdAt(learner, 4 * HOUR);
    double noon = thresholdAt(learner, 16 * HOUR);
    assertThat(levelAt(learner, 4 * HOUR)).isCloseTo((double) daily(4 * HOUR), within(25.0));
    assertThat(levelAt(learner, 16 * HOUR)).isCloseTo((double) daily(16 * HOUR), within(60.0));
    assertThat(night).isLessThan(400);
    assertThat(noon).isBetween(1_000.0, 1_400.0);
  }

  @Test
  void aSeriesThatIsUnusualAgainAndAgainHasToGoFurther() {
    Learner once = settled(50);
    Learner often = settled(50);
    double before = once.threshold();

    once.feed(400, MINUTE);
    for (int i = 0; i < 4; i++) {
      often.feed(50, 12 * HOUR);
      often.feed(400, MINUTE);
    }

    assertThat(once.threshold()).isBetween(before, before * 1.15);
    assertThat(often.threshold()).isGreaterThan(once.threshold() * 1.1).isLessThan(before * 2);
  }

  @Test
  void learnsTheSameFromRareAndFromFrequentSamples() {
    Learner frequent = new Learner(Baseline.zero());
    Learner rare = new Learner(Baseline.zero());
    for (int hour = 0; hour < 200; hour++) {
      for (int i = 0; i < 1_800; i++) {
        frequent.learn(hour % 12, 2 * SECOND, true);
      }
      for (int i = 0; i < 60; i++) {
        rare.learn(hour % 12, MINUTE, true);
      }
    }

    assertThat(frequent.level()).isCloseTo(rare.level(), within(0.3));
    assertThat(frequent.threshold()).isCloseTo(rare.threshold(), within(2.0));
  }

  @Test
  void comesBackExactlyFromTensOfBytes() {
    Learner learner = settled(37);
    learner.feed(400, MINUTE);
    byte[] bytes = encoded(learner.baseline);

    Learner again = new Learner(Baseline.decode(new BinaryReader(bytes)));
    again.at = learner.at;
    learner.feed(44, 30 * HOUR);
    again.feed(44, 30 * HOUR);

    assertThat(bytes.length).isBetween(60, 150);
    assertThat(encoded(again.baseline)).isEqualTo(encoded(learner.baseline));
    assertThat(again.threshold()).isEqualTo(learner.threshold());
  }

  @Test
  void aSeriesThatIsZeroNeedsNineBytes() {
    Learner learner = new Learner(Baseline.zero());
    learner.feed(0, 30 * HOUR);

    assertThat(encoded(learner.baseline)).hasSize(9);
    assertThat(learner.baseline.isQuiet()).isTrue();
  }

  @Test
  void isQuietOnlyWhenItRemembersNothing() {
    assertThat(Baseline.zero().isQuiet()).isTrue();
    assertThat(Baseline.unknown().isQuiet()).isFalse();
    assertThat(settled(5).baseline.isQuiet()).isFalse();
  }

  @Test
  void isQuietAgainWeeksAfterAnIncident() {
    Learner learner = new Learner(Baseline.zero());
    learner.feed(300, HOUR);
    assertThat(learner.baseline.isQuiet()).isFalse();

    for (int i = 0; i < 21 * 24 * 60; i++) {
      learner.learn(0, MINUTE, true);
    }

    assertThat(learner.baseline.isQuiet()).isTrue();
  }

  /** 20 buckets of counts with weights, as releases before the daily level wrote them. */
  @Test
  void goesOnFromAHistogramOfTheFirstVersion() {
    BinaryWriter out = new BinaryWriter();
    out.varint(3);
    bucket(out, 20, 0.2f); // counts around 69.8
    bucket(out, 21, 0.5f); // 83.0
    bucket(out, 22, 0.3f); // 98.7

    Learner learner = new Learner(Baseline.decode(new BinaryReader(out.toByteArray())));
    learner.turn();

    assertThat(learner.baseline.isEmpty()).isFalse();
    assertThat(learner.level()).isCloseTo(83.0, within(5.0));
    assertThat(learner.threshold()).isBetween(120.0, 180.0);
  }

  @Test
  void anEmptyHistogramOfTheFirstVersionIsASeriesOfWhichNothingIsKnown() {
    BinaryWriter out = new BinaryWriter();
    out.varint(0);

    assertThat(Baseline.decode(new BinaryReader(out.toByteArray())).isEmpty()).isTrue();
  }

  @Test
  void refusesWhatItDidNotWrite() {
    BinaryWriter unknown = new BinaryWriter();
    unknown.varint(290);
    BinaryWriter newer = new BinaryWriter();
    newer.varint(304);

    assertThatThrownBy(() -> Baseline.decode(new BinaryReader(unknown.toByteArray())))
        .isInstanceOf(BinaryFormatException.class)
        .hasMessage("a baseline has version or size 290, which this does not know");
    assertThatThrownBy(() -> Baseline.decode(new BinaryReader(newer.toByteArray())))
        .isInstanceOf(BinaryFormatException.class);
  }

  private static void bucket(BinaryWriter out, int bucket, float weight) {
    out.octet(bucket);
    out.fixedFloat(weight);
  }

  private static double thresholdAt(Learner learner, long inDayMs) {
    learner.baseline.turnTo(inDayMs, Long.MAX_VALUE);
    return learner.baseline.above(SENSITIVITY);
  }

  private static double levelAt(Learner learner, long inDayMs) {
    learner.baseline.turnTo(inDayMs, Long.MAX_VALUE);
    return learner.baseline.level();
  }

  /** 100 at 4 o'clock, 900 at 16 o'clock. */
  private static long daily(long atMs) {
    double hour = (double) Math.floorMod(atMs, 24 * HOUR) / HOUR;
    return Math.round(500 - 400 * Math.cos((hour - 4) * Math.PI / 12));
  }

  private static byte[] encoded(Baseline baseline) {
    BinaryWriter out = new BinaryWriter();
    baseline.encode(out);
    return out.toByteArray();
  }

  /** Watched for 30 hours. */
  private static Learner settled(long level) {
    Random random = new Random(42);
    Learner learner = new Learner(Baseline.unknown());
    for (int i = 0; i < 10_800; i++) {
      learner.learn(poisson(random, level), 10 * SECOND, i >= 60);
    }
    return learner;
  }

  /** A baseline on a clock that its samples drive. */
  private static final class Learner {

    final Baseline baseline;
    final boolean zeroBefore;
    long at;

    Learner(Baseline baseline) {
      this.baseline = baseline;
      this.zeroBefore = !baseline.isEmpty();
    }

    void turn() {
      baseline.turnTo(at, zeroBefore ? Long.MAX_VALUE : at);
    }

    void learn(long count, long elapsedMs, boolean known) {
      turn();
      baseline.learn(count, elapsedMs, known);
      at += elapsedMs;
    }

    void feed(long count, long lengthMs) {
      for (long elapsed = 0; elapsed < lengthMs; elapsed += 10 * SECOND) {
        learn(count, 10 * SECOND, true);
      }
    }

    double level() {
      turn();
      return baseline.level();
    }

    double threshold() {
      turn();
      return baseline.above(SENSITIVITY);
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
