package dev.socketfleet.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {

  @TempDir private Path folder;

  private static ConfigDef keys() {
    return SharedKeys.defineIn(new ConfigDef())
        .define(
            "http.port",
            ConfigDef.Type.INT,
            8088,
            Accepted.integers(0, 65_535).otherwise("Use 0 to pick a free port."),
            Importance.HIGH,
            "Port of the API.")
        .define(
            "interval",
            ConfigDef.Type.STRING,
            "10s",
            Accepted.durations(Duration.ofSeconds(1), Duration.ofHours(1)),
            Importance.HIGH,
            "Time between two snapshots.")
        .define("http.token", ConfigDef.Type.PASSWORD, "", Importance.LOW, "Token.");
  }

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("streams.properties"), List.of(lines));
  }

  @Test
  void laterSourcesOverrideEarlierOnes() throws IOException {
    Path file = file("http.port=1", "interval=20s", "topic.prefix=file");
    Configuration configuration =
        new ConfigurationLoader(keys())
            .file(file)
            .environment(Map.of("SOCKETFLEET_HTTP_PORT", "2", "SOCKETFLEET_INTERVAL", "30s"))
            .overrides(Map.of("http.port", "3"))
            .load();

    assertThat(configuration.integer("http.port")).isEqualTo(3);
    assertThat(configuration.duration("interval")).isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.text("topic.prefix")).isEqualTo("file");
    assertThat(configuration.text("bootstrap.servers")).isEqualTo("localhost:9092");
  }

  @Test
  void tellsAllProblemsAtOnceWithPlaceAndRemedy() throws IOException {
    Path file = file("# comment", "", "topic.prefix = a b", "http.port=90o0", "htp.port=1");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                new ConfigurationLoader(keys())
                    .file(file)
                    .environment(Map.of("SOCKETFLEET_INTERVAL", "soon"))
                    .load())
        .satisfies(
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        "topic.prefix was 'a b' but it must be 1 to 200 of A-Z a-z 0-9 . _ -"
                            + " (streams.properties, line 3).",
                        "http.port was '90o0' but it must be an integer in 0..65535"
                            + " (streams.properties, line 4). Use 0 to pick a free port.",
                        "htp.port is not a configuration key (streams.properties, line 5)."
                            + " The nearest known key is http.port.",
                        "interval was 'soon' but it must be a duration in 1s..1h (environment"
                            + " variable SOCKETFLEET_INTERVAL)."))
        .withMessageStartingWith("4 configuration problems:\n- ");
  }

  @Test
  void namesTheLineOfAKeyAfterAContinuedOne() throws IOException {
    Path file = file("bootstrap.servers=a:1,\\", "  b:2", "http.port=-1");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new ConfigurationLoader(keys()).file(file).load())
        .withMessage(
            "http.port was '-1' but it must be an integer in 0..65535 (streams.properties, line 3)."
                + " Use 0 to pick a free port.");
  }

  @Test
  void joinsContinuedLines() throws IOException {
    Path file = file("bootstrap.servers=a:1,\\", "  b:2");

    assertThat(new ConfigurationLoader(keys()).file(file).load().text("bootstrap.servers"))
        .isEqualTo("a:1,b:2");
  }

  @Test
  void refusesAKeyThatIsSetTwice() throws IOException {
    Path file = file("http.port=1", "http.port=2");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new ConfigurationLoader(keys()).file(file).load())
        .withMessage(
            "http.port is set twice (streams.properties, line 1; streams.properties, line 2)."
                + " Remove one.");
  }

  @Test
  void namesAFileThatDoesNotExist() {
    Path missing = folder.resolve("missing.properties");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new ConfigurationLoader(keys()).file(missing).load())
        .withMessage("The configuration file " + missing + " does not exist. Check the path.");
  }

  @Test
  void asksForARequiredKey() {
    ConfigDef keys =
        new ConfigDef()
            .define(
                "tokens.file",
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                Importance.LOW,
                "");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new ConfigurationLoader(keys).load())
        .withMessage(
            "tokens.file is not set but it must be text. Set it in the configuration file or as"
                + " SOCKETFLEET_TOKENS_FILE.");
  }

  @Test
  void passesClientPropertiesThrough() throws IOException {
    Path file = file("kafka.security.protocol=SSL", "kafka.linger.ms=5");

    Configuration configuration =
        new ConfigurationLoader(keys())
            .file(file)
            .environment(Map.of("SOCKETFLEET_KAFKA_LINGER_MS", "7"))
            .load();

    assertThat(configuration.clientProperties())
        .containsOnly(Map.entry("security.protocol", "SSL"), Map.entry("linger.ms", "7"));
  }

  @Test
  void hidesSecretsAndWhatKafkaDoesNotKnow() {
    Configuration configuration =
        new ConfigurationLoader(keys())
            .overrides(
                Map.of(
                    "http.token", "s3cret",
                    "kafka.ssl.key.password", "s3cret",
                    "kafka.my.plugin.pin", "s3cret",
                    "kafka.linger.ms", "5"))
            .load();

    assertThat(configuration.render())
        .isEqualTo(
            """
            bootstrap.servers = localhost:9092
            http.port = 8088
            http.token = [hidden]
            interval = 10s
            kafka.linger.ms = 5
            kafka.my.plugin.pin = [hidden]
            kafka.ssl.key.password = [hidden]
            topic.prefix = socketfleet""");
    assertThat(configuration.secret("http.token")).isEqualTo("s3cret");
  }

  @Test
  void onlyWarnsOfAnUnknownVariable() {
    Configuration configuration =
        new ConfigurationLoader(keys())
            .environment(Map.of("SOCKETFLEET_STREAMS_PORT", "tcp://10.0.0.1:80", "HOME", "/root"))
            .load();

    assertThat(configuration.warnings())
        .containsExactly("SOCKETFLEET_STREAMS_PORT is no configuration key and was ignored.");
  }

  @Test
  void stripsControlCharactersFromQuotedInput() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                new ConfigurationLoader(keys())
                    .override("interval", "\u001b[31m" + "x".repeat(100), "--interval")
                    .load())
        .withMessageContaining("interval was '?[31m" + "x".repeat(75) + "...' but it must be");
  }

  @Test
  void writesTheKeysAsATable() {
    assertThat(KeyTable.markdown(keys()))
        .startsWith("| Key | Accepts | Default | Meaning |\n|---|---|---|---|\n")
        .contains("| `http.port` | an integer in 0..65535 | `8088` | Port of the API. |\n")
        .contains("| `interval` | a duration in 1s..1h | `10s` | Time between two snapshots. |\n");
  }
}
