package dev.socketfleet.streams.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import org.junit.jupiter.api.Test;

class RisingMinimumTest {

  private static final long MINUTE = 60_000;
  private static final long FORGET = 5 * MINUTE;

  @Test
  void risesWhenEachWindowHasMoreThanTheOneBefore() {
    assertThat(after(5, 10, 15, 20, 25, 99).isRising(5)).isTrue();
    assertThat(after(5, 10, 15, 99).isRising(5)).isFalse();
  }

  @Test
  void aWindowThatIsNotAboveTheOneBeforeIsNoLeak() {
    assertThat(after(5, 10, 10, 20, 25, 99).isRising(5)).isFalse();
    assertThat(after(0, 0, 0, 0, 300, 300).isRising(5)).isFalse();
  }

  @Test
  void aRiseWithinTheNoiseIsNoLeak() {
    assertThat(after(100, 102, 104, 106, 108, 99).isRising(5)).isFalse();
    assertThat(after(100, 105, 110, 115, 120, 99).isRising(5)).isTrue();
  }

  @Test
  void theMinimumOfAWindowCountsNotItsPeak() {
    RisingMinimum minima = RisingMinimum.startingAt(0, 1);
    for (int window = 0; window < 6; window++) {
      minima.observe(window * MINUTE + 10_000, 50 + window * 10, 5, FORGET);
      minima.observe(window * MINUTE + 50_000, 1, 5, FORGET);
    }

    assertThat(minima.isRising(5)).isFalse();
    assertThat(minima.last()).isEqualTo(1);
  }

  @Test
  void aLongGapStartsFromNothing() {
    RisingMinimum minima = after(5, 10, 15, 20, 25, 30);
    minima.observe(20 * MINUTE, 40, 5, FORGET);

    assertThat(minima.isRising(3)).isFalse();
  }

  @Test
  void keepsNoMoreThanItIsAskedFor() {
    RisingMinimum minima = RisingMinimum.startingAt(0, 1);
    for (int window = 1; window < 100; window++) {
      minima.observe(window * MINUTE, window, 5, FORGET);
    }
    BinaryWriter out = new BinaryWriter();
    minima.encode(out);

    assertThat(out.size()).isLessThan(16);
    assertThat(minima.first(5)).isEqualTo(94);
  }

  @Test
  void comesBackAsItWas() {
    RisingMinimum minima = after(5, 10, 15, 20, 25);
    BinaryWriter out = new BinaryWriter();
    minima.encode(out);
    RisingMinimum again = RisingMinimum.decode(new BinaryReader(out.toByteArray()));
    again.observe(5 * MINUTE, 99, 5, FORGET);

    assertThat(again.isRising(5)).isTrue();
  }

  /** One sample a minute; the last window stays open. */
  private static RisingMinimum after(long first, long... next) {
    RisingMinimum minima = RisingMinimum.startingAt(0, first);
    for (int i = 0; i < next.length; i++) {
      minima.observe((i + 1) * MINUTE, next[i], 5, FORGET);
    }
    return minima;
  }
}
