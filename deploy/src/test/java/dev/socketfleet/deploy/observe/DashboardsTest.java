package dev.socketfleet.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Grafana's classic model of a dashboard needs (its manual, "JSON model"). */
class DashboardsTest {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)\\}?");
  private static final int COLUMNS = 24;

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void hasAnIdentityAndATime(Dashboard dashboard) {
    JsonNode json = dashboard.json();
    assertThat(json.path("uid").asText()).matches("[a-z-]{1,40}");
    assertThat(json.path("title").asText()).startsWith("Socketfleet: ");
    assertThat(json.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
    assertThat(json.path("time").path("from").asText()).isEqualTo("now-1h");
    assertThat(json.has("id")).as("Grafana gives it").isFalse();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void noTwoPanelsHaveOneIdOrOnePlace(Dashboard dashboard) {
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> cells = new HashSet<>();
    for (JsonNode panel : dashboard.json().path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      JsonNode place = panel.path("gridPos");
      int x = place.path("x").asInt();
      assertThat(x + place.path("w").asInt()).isBetween(1, COLUMNS);
      for (int column = x; column < x + place.path("w").asInt(); column++) {
        for (int row = place.path("y").asInt();
            row < place.path("y").asInt() + place.path("h").asInt();
            row++) {
          assertThat(cells.add(List.of(column, row))).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryAsksTheChosenPrometheusWithKnownVariables(Dashboard dashboard) {
    Set<String> known = new HashSet<>(Set.of("__rate_interval"));
    dashboard
        .json()
        .path("templating")
        .path("list")
        .forEach(it -> known.add(it.path("name").asText()));
    assertThat(known).contains("datasource");
    for (JsonNode panel : dashboard.json().path("panels")) {
      Set<String> references = new HashSet<>();
      for (JsonNode target : panel.path("targets")) {
        assertThat(references.add(target.path("refId").asText())).isTrue();
        assertThat(target.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
      }
      assertThat(panel.path("type").asText().equals("row")).isEqualTo(references.isEmpty());
    }
    List<String> used = new ArrayList<>();
    for (String expression : dashboard.expressions()) {
      VARIABLE.matcher(expression).results().forEach(it -> used.add(it.group(1)));
    }
    assertThat(known).containsAll(used);
  }
}
