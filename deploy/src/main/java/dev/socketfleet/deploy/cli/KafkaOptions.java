package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.SetupException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/** How a command reaches Kafka. */
final class KafkaOptions {

  @Option(
      names = {"--bootstrap-server", "--bootstrap"},
      paramLabel = "HOST:PORT",
      defaultValue = "${env:SOCKETFLEET_KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}",
      description = "Kafka brokers, comma separated. Default: ${DEFAULT-VALUE}")
  String bootstrapServers = "";

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Kafka client properties, for TLS and authentication.")
  Optional<Path> commandConfig = Optional.empty();

  /** An admin client that gives up after 15 seconds. */
  Admin admin() {
    Map<String, Object> settings = new HashMap<>();
    settings.putAll(properties(commandConfig));
    settings.put("bootstrap.servers", bootstrapServers);
    settings.putIfAbsent("default.api.timeout.ms", 15_000);
    settings.putIfAbsent("request.timeout.ms", 10_000);
    try {
      return Admin.create(settings);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new SetupException(
          "No Kafka client for '%s': %s".formatted(bootstrapServers, reason.getMessage()), e);
    }
  }

  /**
   * The client properties of a file; none without one.
   *
   * @throws SetupException when it cannot be read
   */
  static Map<String, Object> properties(Optional<Path> commandConfig) {
    Properties properties = new Properties();
    if (commandConfig.isPresent()) {
      try (Reader reader = Files.newBufferedReader(commandConfig.get())) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new SetupException(
            "--command-config was '%s' but it cannot be read: %s. It must be a Java properties file."
                .formatted(commandConfig.get(), e.getMessage()),
            e);
      }
    }
    Map<String, Object> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value));
    return settings;
  }
}
