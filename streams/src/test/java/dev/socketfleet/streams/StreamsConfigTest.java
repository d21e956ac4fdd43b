package dev.socketfleet.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.config.KeyTable;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamsConfigTest {

  private static StreamsConfig load(Map<String, String> overrides) {
    return StreamsConfig.load(Optional.empty(), Map.of(), overrides);
  }

  @Test
  void everythingHasADefault() {
    StreamsConfig config = load(Map.of());

    assertThat(config.applicationId()).isEqualTo("socketfleet");
    assertThat(config.topics().alerts()).isEqualTo("socketfleet.alerts");
    assertThat(config.http()).isEqualTo(HttpSettings.loopback(8088));
    assertThat(config.engine()).isEqualTo(EngineSettings.DEFAULT);
    assertThat(config.rulesFile()).isEmpty();
    assertThat(config.effective()).contains("http.port = 8088", "window.size = 1m");
  }

  @Test
  void valuesOfTheCommandLineWin() {
    StreamsConfig config =
        StreamsConfig.load(
            Optional.empty(),
            Map.of("SOCKETFLEET_WINDOW_SIZE", "10s", "SOCKETFLEET_HTTP_PORT", "1"),
            Map.of("http.port", "0", "rules.file", "r.yaml", "kafka.client.id", "x"));

    assertThat(config.engine().windowSize()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.http().port()).isZero();
    assertThat(config.rulesFile()).contains(Path.of("r.yaml"));
    assertThat(config.clientProperties()).containsEntry("client.id", "x");
  }

  @Test
  void refusesToListenBeyondLoopbackUnlessToldTo() {
    assertThatThrownBy(() -> load(Map.of("http.host", "0.0.0.0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "http.host was '0.0.0.0' but without encryption and authentication it must be a"
                + " loopback address. Give http.tls.* and http.tokens.file, keep 127.0.0.1 behind a"
                + " proxy that has both, or allow everyone to read with http.insecure=true"
                + " (--insecure-http).");

    assertThat(load(Map.of("http.host", "0.0.0.0", "http.insecure", "true")).http().host())
        .isEqualTo("0.0.0.0");
    assertThat(load(Map.of("http.host", "::1")).http().host()).isEqualTo("::1");
  }

  @Test
  void refusesARetentionShorterThanAWindow() {
    assertThatThrownBy(
            () ->
                load(
                    Map.of(
                        "window.size",
                        "1h",
                        "window.retention",
                        "10m",
                        "window.coarse.size",
                        "2h")))
        .hasMessage(
            "window.retention was '10m' but it must be at least window.grace and 7/6 of"
                + " window.size, 4215s.");
  }

  @Test
  void refusesCoarseWindowsThatCutFineOnes() {
    assertThatThrownBy(() -> load(Map.of("window.size", "7s")))
        .hasMessage("window.coarse.size was '15m' but it must be a multiple of window.size, 7s.");
  }

  @Test
  void tellsEveryProblemAtOnce() {
    assertThatThrownBy(
            () -> load(Map.of("http.port", "90o0", "window.size", "0s", "windw.grace", "1s")))
        .hasMessageContaining("http.port was '90o0' but it must be an integer in 0..65535")
        .hasMessageContaining("Use 0 to pick a free port.")
        .hasMessageContaining("window.size was '0s' but it must be a duration in 1s..1h")
        .hasMessageContaining("The nearest known key is window.grace.");
  }

  @Test
  void theReadmeHasTheKeysAsTheyAre() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(KeyTable.markdown(StreamsConfig.keys()));
  }
}
