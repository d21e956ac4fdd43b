package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.config.KeyTable;
import dev.socketfleet.common.model.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CollectorConfigTest {

  @Test
  void theDefaultsAreACompleteConfiguration() {
    CollectorConfig config = load(Map.of());

    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.ringBytes()).isEqualTo(16L << 20);
    assertThat(HostId.isValid(config.host())).isTrue();
    assertThat(config.topics().snapshots()).isEqualTo("socketfleet.snapshots");
  }

  @Test
  void labelsAreNamesAndValues() {
    assertThat(load(Map.of("labels", "dc:eu1,rack:r2:left")).labels())
        .containsOnly(Map.entry("dc", "eu1"), Map.entry("rack", "r2:left"));
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(() -> load(Map.of("interval", "soon", "host.id", "a b", "sorce", "netlink")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("interval was 'soon'")
        .hasMessageContaining("host.id was 'a b'")
        .hasMessageContaining("sorce is not a configuration key")
        .hasMessageContaining("nearest known key is source");
  }

  @Test
  void hostNamesBecomeHostIds() {
    assertThat(HostName.sanitize("Web_17.Example.ORG\n")).isEqualTo("web_17.example.org");
    assertThat(HostName.sanitize("büro pc")).isEqualTo("b-ro-pc");
    assertThat(HostName.sanitize("")).isEqualTo("localhost");
  }

  @Test
  void theReadmeHasTheTableOfTheKeys() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(KeyTable.markdown(CollectorConfig.keys()));
  }

  private static CollectorConfig load(Map<String, String> overrides) {
    return CollectorConfig.load(Optional.empty(), Map.of(), overrides);
  }
}
