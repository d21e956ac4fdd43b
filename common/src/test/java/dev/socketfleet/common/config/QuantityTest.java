package dev.socketfleet.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({"500ms,500", "10s,10000", "5 m,300000", "24h,86400000", "7d,604800000", "0s,0"})
  void readsDurations(String text, long millis) {
    assertThat(DurationText.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "10 weeks", "1h30m", "9999999999999s"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500,500ms", "1500,1500ms", "0,0s", "90000,90s", "300000,5m", "7200000,2h"})
  void writesDurationsInTheLargestWholeUnit(long millis, String text) {
    assertThat(DurationText.format(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"65536,65536", "64KiB,65536", "16 MiB,16777216", "2GiB,2147483648"})
  void readsSizes(String text, long bytes) {
    assertThat(ByteSize.parse(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "-1", "1.5MiB", "16MB", "9999999999GiB"})
  void refusesWhatIsNoSize(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }

  @Test
  void writesSizesInTheLargestWholeUnit() {
    assertThat(ByteSize.format(16 << 20)).isEqualTo("16MiB");
    assertThat(ByteSize.format(1000)).isEqualTo("1000");
    assertThat(ByteSize.format(1L << 30)).isEqualTo("1GiB");
  }
}
