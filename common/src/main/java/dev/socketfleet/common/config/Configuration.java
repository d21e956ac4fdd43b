package dev.socketfleet.common.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.types.Password;

/**
 * A configuration that is valid: every declared key has a value. Made by {@link
 * ConfigurationLoader}.
 */
public final class Configuration {

  static final String HIDDEN = "[hidden]";

  private final ConfigDef keys;
  private final Map<String, Object> values;
  private final Map<String, String> clientProperties;
  private final List<String> warnings;

  Configuration(
      ConfigDef keys,
      Map<String, Object> values,
      Map<String, String> clientProperties,
      List<String> warnings) {
    this.keys = keys;
    this.values = Map.copyOf(values);
    this.clientProperties = Map.copyOf(clientProperties);
    this.warnings = List.copyOf(warnings);
  }

  /** Value of a STRING key. */
  public String text(String key) {
    return (String) value(key);
  }

  /** Value of an INT or LONG key. */
  public long number(String key) {
    return ((Number) value(key)).longValue();
  }

  /** Value of an INT key. */
  public int integer(String key) {
    return (Integer) value(key);
  }

  /** Value of a DOUBLE key. */
  public double decimal(String key) {
    return (Double) value(key);
  }

  /** Value of a BOOLEAN key. */
  public boolean flag(String key) {
    return (Boolean) value(key);
  }

  /** Values of a LIST key. */
  public List<String> list(String key) {
    return ((List<?>) value(key)).stream().map(String::valueOf).toList();
  }

  /** Value of a PASSWORD key. Do not log it. */
  public String secret(String key) {
    return ((Password) value(key)).value();
  }

  /** Value of a key with {@link Accepted#durations}. */
  public Duration duration(String key) {
    return DurationText.parse(text(key)).orElseThrow(() -> wrongKind(key, "duration"));
  }

  /** Bytes of a key with {@link Accepted#sizes}. */
  public long size(String key) {
    return ByteSize.parse(text(key)).orElseThrow(() -> wrongKind(key, "size"));
  }

  /** The {@code kafka.*} keys without that start, for the clients as they are. */
  public Map<String, String> clientProperties() {
    return clientProperties;
  }

  /** What deserves a line in the log, but is no error. */
  public List<String> warnings() {
    return warnings;
  }

  private Object value(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("key was '" + key + "' but no such key is declared");
    }
    return value;
  }

  private static IllegalStateException wrongKind(String key, String kind) {
    return new IllegalStateException(key + " is not declared as a " + kind);
  }

  /**
   * All keys and values, one {@code key = value} a line in the order of the alphabet, for the log.
   * Secrets are hidden, and so is every client property that Kafka does not know to be none.
   */
  public String render() {
    Map<String, String> lines = new TreeMap<>();
    for (ConfigKey key : keys.configKeys().values()) {
      lines.put(key.name, key.type == ConfigDef.Type.PASSWORD ? HIDDEN : shown(key));
    }
    clientProperties.forEach(
        (name, value) ->
            lines.put(SharedKeys.CLIENT_PREFIX + name, isPublic(name) ? value : HIDDEN));
    return lines.entrySet().stream()
        .map(line -> line.getKey() + " = " + line.getValue())
        .collect(Collectors.joining("\n"));
  }

  private String shown(ConfigKey key) {
    return String.valueOf(ConfigDef.convertToString(value(key.name), key.type));
  }

  private static boolean isPublic(String clientProperty) {
    return isPublic(clientProperty, ProducerConfig.configDef())
        || isPublic(clientProperty, ConsumerConfig.configDef())
        || isPublic(clientProperty, AdminClientConfig.configDef());
  }

  private static boolean isPublic(String clientProperty, ConfigDef client) {
    ConfigKey key = client.configKeys().get(clientProperty);
    return key != null && key.type != ConfigDef.Type.PASSWORD;
  }
}
