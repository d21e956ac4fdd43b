package dev.socketfleet.streams.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes, a baseline stays small, tells numbers, and comes back as it was. */
class BaselinePropertyTest {

  private record Sample(long atMs, long count, long elapsedMs, long watchedMs) {}

  @Property(tries = 200)
  void tellsNumbersAndStaysSmall(
      @ForAll("samples") List<Sample> samples, @ForAll boolean zeroBefore) {
    Baseline baseline = zeroBefore ? Baseline.zero() : Baseline.unknown();
    for (Sample sample : samples) {
      take(baseline, sample);

      assertThat(baseline.level()).isBetween(0.0, 1e20);
      assertThat(baseline.above(3.8)).isBetween(baseline.level(), 1e22);
      assertThat(baseline.above(2)).isLessThanOrEqualTo(baseline.above(3.8));
      assertThat(encoded(baseline).length).isLessThan(1_400);
    }
  }

  @Property(tries = 200)
  void goesOnTheSameAfterARestartAtAnyPlace(
      @ForAll("samples") List<Sample> before, @ForAll("samples") List<Sample> after) {
    Baseline lasting = Baseline.unknown();
    before.forEach(sample -> take(lasting, sample));
    Baseline restarted = Baseline.decode(new BinaryReader(encoded(lasting)));
    for (Sample sample : after) {
      take(lasting, sample);
      take(restarted, sample);

      assertThat(restarted.above(3.8)).isEqualTo(lasting.above(3.8));
    }
    assertThat(encoded(restarted)).isEqualTo(encoded(lasting));
  }

  private static void take(Baseline baseline, Sample sample) {
    baseline.turnTo(sample.atMs(), sample.watchedMs());
    baseline.learn(sample.count(), sample.elapsedMs(), sample.watchedMs() > 600_000);
  }

  private static byte[] encoded(Baseline baseline) {
    BinaryWriter out = new BinaryWriter();
    baseline.encode(out);
    return out.toByteArray();
  }

  @Provide
  Arbitrary<List<Sample>> samples() {
    Arbitrary<Long> counts =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 50),
            Arbitraries.longs().between(0, 5_000),
            Arbitraries.of(0L, 1L, Long.MAX_VALUE));
    Arbitrary<Long> times = Arbitraries.longs().between(-1_000_000_000L, 4_000_000_000_000L);
    Arbitrary<Long> elapsed = Arbitraries.longs().between(0, 100_000_000_000L);
    Arbitrary<Long> watched = Arbitraries.of(0L, 500_000L, 3_600_000L, 90_000_000L, Long.MAX_VALUE);
    return Combinators.combine(times, counts, elapsed, watched)
        .as(Sample::new)
        .list()
        .ofMaxSize(40);
  }
}
