package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparklineTest {

  private static final double GAP = Double.NaN;

  @Test
  void theHighestBlockIsTheMaximumAndTheLowestZero() {
    assertThat(Sparkline.of(new double[] {0, 1, 50, 100}, true))
        .isEqualTo("\u2581\u2582\u2585\u2588");
    assertThat(Sparkline.of(new double[] {0, 1, 50, 100}, false)).isEqualTo("_.=#");
  }

  @Test
  void aGapIsBlankAndNoZero() {
    assertThat(Sparkline.of(new double[] {7, GAP, 0, GAP, GAP, 7}, false)).isEqualTo("# _  #");
    assertThat(Sparkline.of(new double[] {GAP, GAP}, true)).isEqualTo("  ");
  }

  @Test
  void nothingButZerosIsFlat() {
    assertThat(Sparkline.of(new double[] {0, 0, 0}, false)).isEqualTo("___");
  }

  @Test
  void narrowerColumnsKeepThePeakAndTheGap() {
    double[] hour = new double[60];
    hour[31] = 300;
    for (int minute = 40; minute < 50; minute++) {
      hour[minute] = GAP;
    }
    double[] narrow = Sparkline.narrowed(hour, 12);
    assertThat(narrow).hasSize(12);
    assertThat(narrow[6]).isEqualTo(300);
    assertThat(Sparkline.of(narrow, false)).isEqualTo("______#_  __");
    assertThat(Sparkline.narrowed(hour, 60)).isSameAs(hour);
  }
}
