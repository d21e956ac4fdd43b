package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.deploy.drill.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateConverterTest {

  private final RateConverter converter = new RateConverter();

  @Test
  void readsBothUnits() {
    assertThat(converter.convert("1/s")).isEqualTo(new Rate(1, Duration.ofSeconds(1)));
    assertThat(converter.convert("30/m")).isEqualTo(new Rate(30, Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0/s", "1/h", "-1/s", "1000/s"})
  void namesWhatIsNoRate(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .hasMessage(
            "'%s' is not a rate: a number in 1..999 and /s or /m, for example 1/s".formatted(text));
  }
}
