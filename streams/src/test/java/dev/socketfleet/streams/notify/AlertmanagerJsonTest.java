package dev.socketfleet.streams.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.socketfleet.common.model.Alert;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertmanagerJsonTest {

  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

  private static JsonNode encoded(Alert alert, Optional<Instant> endedAt, Optional<URI> external)
      throws IOException {
    Notice notice = new Notice(AlertmanagerJson.labels(alert), alert, endedAt);
    byte[] json = AlertmanagerJson.encode(List.of(notice), NOW.plusSeconds(240), external);
    return new JsonMapper().readTree(json).path(0);
  }

  @Test
  void saysWhatFiresAndUntilWhen() throws IOException {
    JsonNode alert =
        encoded(
            SampleAlerts.WEB.firing(2, NOW),
            Optional.empty(),
            Optional.of(URI.create("https://sf.example/x")));
    assertThat(alert.path("labels").toString())
        .isEqualTo(
            "{\"alertname\":\"close-wait-high\",\"host\":\"web-17\",\"label_dc\":\"eu1\","
                + "\"netns\":\"host\",\"port\":\"443\",\"role\":\"server\","
                + "\"scope\":\"host:web-17\",\"severity\":\"warning\",\"state\":\"close_wait\"}");
    assertThat(alert.path("startsAt").asText()).isEqualTo("2026-11-25T07:59:50Z");
    assertThat(alert.path("endsAt").asText()).isEqualTo("2026-11-25T08:04:00Z");
    String id = SampleAlerts.WEB.firing(2, NOW).id();
    assertThat(alert.path("generatorURL").asText())
        .isEqualTo("https://sf.example/x/#/alerts/" + id);
    JsonNode annotations = alert.path("annotations");
    assertThat(annotations.path("summary").asText()).isEqualTo("300 sockets in CLOSE_WAIT");
    assertThat(annotations.path("checks").asText())
        .isEqualTo("ss -tanp state close-wait\nrestart it");
    assertThat(annotations.path("evidence").asText())
        .isEqualTo(
            "unit nginx.service (pid 812): 300; peer 203.0.113.9: 3; accept queue 2 of 511;"
                + " listenOverflows 7");
    assertThat(annotations.path("alert_id").asText()).isEqualTo(id);
  }

  @Test
  void saysWhenItWasOverButNeverBeforeItBegan() throws IOException {
    Alert alert = SampleAlerts.WEB.firing(2, NOW);
    assertThat(encoded(alert, Optional.of(NOW), Optional.empty()).path("endsAt").asText())
        .isEqualTo("2026-11-25T08:00:00Z");
    assertThat(
            encoded(alert, Optional.of(NOW.minusSeconds(99)), Optional.empty())
                .path("endsAt")
                .asText())
        .isEqualTo("2026-11-25T07:59:50Z");
    assertThat(encoded(alert, Optional.empty(), Optional.empty()).has("generatorURL")).isFalse();
  }

  @Test
  void boundsWhatHostsSayOfThemselves() throws IOException {
    Map<String, String> hostile = new HashMap<>();
    hostile.put("a.b", "x\u0000y\u202e" + (char) 0xD800);
    hostile.put("a-b", "never both");
    hostile.put("alertname", "forged");
    hostile.put("severity\n", "forged");
    hostile.put("empty", "");
    hostile.put("l\u00f6ng".repeat(50), "v".repeat(10_000));
    for (int i = 0; i < 100; i++) {
      hostile.put("z" + i, "1");
    }
    JsonNode labels =
        encoded(
                new SampleAlerts("web-17", hostile).firing(2, NOW),
                Optional.empty(),
                Optional.empty())
            .path("labels");
    assertThat(labels.properties())
        .hasSizeLessThan(45)
        .allSatisfy(
            label -> {
              assertThat(label.getKey()).matches("[a-zA-Z_][a-zA-Z0-9_]{0,80}");
              String value = label.getValue().asText();
              assertThat(value).isNotEmpty().hasSizeLessThan(270).doesNotContainPattern("\\p{C}");
              assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(value)).isTrue();
            });
    assertThat(labels.path("alertname").asText()).isEqualTo("close-wait-high");
    assertThat(labels.path("severity").asText()).isEqualTo("warning");
    assertThat(labels.path("label_a_b").asText()).isEqualTo("never both");
    assertThat(labels.has("label_empty")).isFalse();
  }
}
