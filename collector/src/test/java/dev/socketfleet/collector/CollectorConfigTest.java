package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.config.KeyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorConfigTest {

  private static CollectorConfig config(Map<String, String> overrides) {
    return CollectorConfig.load(Optional.empty(), Map.of(), overrides);
  }

  @Test
  void hasDefaultsThatNeedNoFile() {
    CollectorConfig config = config(Map.of());

    assertThat(config.host()).isEqualTo(HostName.find());
    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.source()).isEqualTo("auto");
    assertThat(config.scope()).isEqualTo(NamespaceScope.AUTO);
    assertThat(config.ringBytes()).isEqualTo(16 << 20);
    assertThat(config.topics().snapshots()).isEqualTo("socketfleet.snapshots");
    assertThat(config.labels()).isEmpty();
  }

  @Test
  void readsLabels() {
    assertThat(config(Map.of("labels", "dc:eu1, rack:r2:b")).labels())
        .containsOnly(Map.entry("dc", "eu1"), Map.entry("rack", "r2:b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc", "dc:", ":eu1", "dc:eu1,", "dc:eu1,dc:eu2", "d c:eu1", "dc:a/b"})
  void refusesLabelsOfAnotherForm(String labels) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> config(Map.of("labels", labels)))
        .withMessage(
            "labels was '"
                + labels
                + "' but it must be name:value pairs separated by commas, at most 64: names of a-z"
                + " A-Z 0-9 _ . - up to 63 characters, values of printable characters but / and ="
                + " up to 128 (command line). For example dc:eu1,rack:r2.");
  }

  @Test
  void refusesAHostIdThatOthersCouldNotRead() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> config(Map.of("host.id", "web 17")))
        .withMessage(
            "host.id was 'web 17' but it must be 1 to 253 of A-Z a-z 0-9 . _ : - (command line)."
                + " Leave it out to use the machine's own name.");
  }

  @Test
  void offersTheSourcesThatExist() {
    List<String> sources = SocketSources.selector(NamespaceScope.OWN, Clock.systemUTC()).choices();

    assertThat(KeyTable.markdown(CollectorConfig.keys()))
        .contains("| `source` | one of " + String.join(", ", sources) + ", text | `auto` |");
  }

  @Test
  void isWrittenInTheReadmeAsItIs() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(KeyTable.markdown(CollectorConfig.keys()));
  }
}
