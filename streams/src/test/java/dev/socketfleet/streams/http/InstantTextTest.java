package dev.socketfleet.streams.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class InstantTextTest {

  private final InstantText times = new InstantText();

  @Property
  void writesWhatInstantWrites(
      @ForAll @LongRange(min = -70_000_000_000_000L, max = 300_000_000_000_000L) long millis) {
    for (long each : new long[] {millis, millis / 1_000 * 1_000, millis / 60_000 * 60_000}) {
      Instant instant = Instant.ofEpochMilli(each);
      assertThat(times.of(instant)).isEqualTo(instant.toString());
    }
  }

  @Test
  void knowsTheNextDayFromTheSame() {
    assertThat(times.of(Instant.parse("2026-11-25T23:59:00Z"))).isEqualTo("2026-11-25T23:59:00Z");
    assertThat(times.of(Instant.parse("2026-11-26T00:00:00Z"))).isEqualTo("2026-11-26T00:00:00Z");
    assertThat(times.of(Instant.parse("2026-11-25T00:01:02Z"))).isEqualTo("2026-11-25T00:01:02Z");
  }
}
