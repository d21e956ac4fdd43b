package dev.socketfleet.deploy.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.backtest.CsvSeries.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSeriesTest {

  private static final long NINE = Instant.parse("2026-11-25T09:00:00Z").toEpochMilli();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-25 09:00:00",
        "2026-11-25 09:00:00.000000",
        "2026-11-25T09:00",
        "2026-11-25T09:00:00Z",
        "2026-11-25T10:00:00+01:00",
        "1795597200",
        "1795597200000"
      })
  void readsTimesAsToolsWriteThem(String text) throws IOException {
    assertThat(read(text + ",7").rows()).containsExactly(new Row(NINE, 7));
  }

  @Test
  void findsTheColumnsByTheirNames() throws IOException {
    assertThat(read("host,value,timestamp\nweb-1,3,2026-11-25\n").rows())
        .containsExactly(new Row(NINE - 9 * 3_600_000, 3));
  }

  @Test
  void readsATableWithoutNames() throws IOException {
    CsvSeries series = read("2026-11-25 09:00:00,1\r\n\r\n2026-11-25 09:05:00,2.5\r\n");

    assertThat(series.rows()).containsExactly(new Row(NINE, 1), new Row(NINE + 300_000, 2.5));
    assertThat(series.stepMs()).hasValue(300_000L);
  }

  @Test
  void rowsMayHaveOneTime() throws IOException {
    CsvSeries series = read("2026-11-25 09:00:00,1\n2026-11-25 09:00:00,2\n");

    assertThat(series.rows()).hasSize(2);
    assertThat(series.stepMs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timestamp,value\\nyesterday,1 | f.csv line 2, column timestamp: 'yesterday' is no time. It must be as in 2015-03-03 21:00:00, ISO-8601, or seconds or milliseconds since 1970.
          2026-13-25 09:00:00,1 | f.csv line 1, column timestamp: '2026-13-25 09:00:00' is no time. It must be as in 2015-03-03 21:00:00, ISO-8601, or seconds or milliseconds since 1970.
          2026-11-25 09:00:00,many | f.csv line 1, column value: 'many' is no value. It must be a number in 0..9e+15.
          2026-11-25 09:00:00,-1 | f.csv line 1, column value: '-1' is no value. It must be a number in 0..9e+15.
          2026-11-25 09:00:00,NaN | f.csv line 1, column value: 'NaN' is no value. It must be a number in 0..9e+15.
          2026-11-25 09:00:00,1e16 | f.csv line 1, column value: '1e16' is no value. It must be a number in 0..9e+15.
          2026-11-25 09:00:00,1\\n\\n2026-11-25 08:00:00,1 | f.csv line 3, column timestamp: '2026-11-25 08:00:00' lies before 2026-11-25T09:00:00Z, the time of the row above. Sort the rows by time.
          2026-11-25 09:00:00 | f.csv line 1: the row has 1 columns, so that value in column 2 is missing.
          timestamp,count\\n1,1 | f.csv line 1: there is no column 'value'. The first line must name the columns timestamp and value.
          time,value\\n1,1 | f.csv line 1: there is no column 'timestamp'. The first line must name the columns timestamp and value.
          timestamp,value | f.csv has no rows: it needs lines of a timestamp, a comma and a value.
          """)
  void namesLineAndColumnOfWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(message);
  }

  @Test
  void wholeNumbersAreCountsAndFractionsGetThreeDigits() {
    assertThat(scale(1, 0, 3).factor()).isEqualTo(1);
    assertThat(scale(0.132, 0.134).factor()).isEqualTo(1_000);
    assertThat(scale(12.5, 80.25).factor()).isEqualTo(10);
    assertThat(scale(50_745_578.5).factor()).isEqualTo(1);
    assertThat(scale(0, 0).factor()).isEqualTo(1);
    assertThat(scale(0.132).count(2.344)).isEqualTo(2_344);
  }

  @Test
  void onlyTheFirstTenValuesThatAreNotZeroDecideTheScale() {
    double[] values = new double[40];
    for (int i = 20; i < 40; i++) {
      values[i] = i < 30 ? 0.5 : 5_000.5;
    }

    assertThat(scale(values).factor()).isEqualTo(1_000);
  }

  private static CountScale scale(double... values) {
    List<Row> rows = Arrays.stream(values).mapToObj(value -> new Row(0, value)).toList();
    return CountScale.of(rows);
  }

  private static CsvSeries read(String text) throws IOException {
    return CsvSeries.read("f.csv", new BufferedReader(new StringReader(text)));
  }
}
