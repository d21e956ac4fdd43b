package dev.socketfleet.common.config;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Puts a configuration together: the defaults of the {@link ConfigDef}, over them the file, over
 * that the environment, over that the command line, in whatever order they are given here.
 *
 * <p>A key in the file or on the command line that is neither declared nor starts with {@code
 * kafka.} is an error. An unknown {@code SOCKETFLEET_} variable is a warning only: Kubernetes sets
 * such variables for every service whose name starts so.
 */
public final class ConfigurationLoader {

  /** What starts an environment variable of ours. */
  public static final String ENVIRONMENT_PREFIX = "SOCKETFLEET_";

  private static final String CLIENT_VARIABLE_PREFIX = ENVIRONMENT_PREFIX + "KAFKA_";

  private final ConfigDef keys;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Setting> fromFile = new LinkedHashMap<>();
  private final Map<String, Setting> fromEnvironment = new LinkedHashMap<>();
  private final Map<String, Setting> fromCommandLine = new LinkedHashMap<>();

  /** A loader for these keys; see {@link Accepted} for validators that explain themselves. */
  public ConfigurationLoader(ConfigDef keys) {
    this.keys = keys;
  }

  /** The variable of a key: {@code http.port} is {@code SOCKETFLEET_HTTP_PORT}. */
  public static String variableOf(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Adds a Java properties file in UTF-8. */
  public ConfigurationLoader file(Path path) {
    fromFile.putAll(PropertiesFile.read(path, problems));
    return this;
  }

  /** Adds what starts with {@code SOCKETFLEET_} of these variables, see {@link System#getenv()}. */
  public ConfigurationLoader environment(Map<String, String> variables) {
    Map<String, String> keyOfVariable = new HashMap<>();
    keys.names().forEach(key -> keyOfVariable.put(variableOf(key), key));
    new TreeMap<>(variables)
        .forEach(
            (variable, value) -> {
              Setting setting = new Setting(value.strip(), "environment variable " + variable);
              String key = keyOfVariable.get(variable);
              if (key != null) {
                fromEnvironment.put(key, setting);
              } else if (variable.startsWith(CLIENT_VARIABLE_PREFIX)) {
                fromEnvironment.put(clientKeyOf(variable), setting);
              } else if (variable.startsWith(ENVIRONMENT_PREFIX)) {
                warnings.add("%s is no configuration key and was ignored.".formatted(variable));
              }
            });
    return this;
  }

  private static String clientKeyOf(String variable) {
    String name = variable.substring(CLIENT_VARIABLE_PREFIX.length());
    return SharedKeys.CLIENT_PREFIX + name.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** Adds {@code key=value} pairs of the command line. */
  public ConfigurationLoader overrides(Map<String, String> values) {
    values.forEach((key, value) -> override(key, value, "command line"));
    return this;
  }

  /**
   * Adds one value of the command line.
   *
   * @param origin how the person gave it, for messages, for example {@code --interval}
   */
  public ConfigurationLoader override(String key, String value, String origin) {
    fromCommandLine.put(key, new Setting(value.strip(), origin));
    return this;
  }

  /**
   * The configuration.
   *
   * @throws ConfigurationException with everything that is wrong
   */
  public Configuration load() {
    Map<String, Setting> given = new LinkedHashMap<>(fromFile);
    given.putAll(fromEnvironment);
    given.putAll(fromCommandLine);
    Map<String, Object> values = new TreeMap<>();
    keys.configKeys().values().forEach(key -> value(key, given.get(key.name), values));
    Map<String, String> clientProperties = new TreeMap<>();
    given.forEach(
        (key, setting) -> {
          if (key.startsWith(SharedKeys.CLIENT_PREFIX)) {
            clientProperties.put(key.substring(SharedKeys.CLIENT_PREFIX.length()), setting.value());
          } else if (!keys.names().contains(key)) {
            problems.add(unknown(key, setting));
          }
        });
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Configuration(keys, values, clientProperties, warnings);
  }

  private String unknown(String key, Setting setting) {
    String problem =
        "%s is not a configuration key (%s).".formatted(Quoted.of(key), setting.origin());
    return NearestName.to(key, keys.names())
        .map(nearest -> problem + " The nearest known key is " + nearest + ".")
        .orElse(problem);
  }

  private void value(ConfigKey key, @Nullable Setting setting, Map<String, Object> into) {
    if (setting == null) {
      if (key.hasDefault()) {
        into.put(key.name, key.defaultValue);
      } else {
        problems.add(missing(key));
      }
      return;
    }
    try {
      Object value = ConfigDef.parseType(key.name, setting.value(), key.type);
      if (key.validator != null) {
        key.validator.ensureValid(key.name, value);
      }
      into.put(key.name, value);
    } catch (ConfigException e) {
      problems.add(wrong(key, setting));
    }
  }

  private static String missing(ConfigKey key) {
    return "%s is not set but it must be %s. Set it in the configuration file or as %s."
        .formatted(key.name, expectation(key), variableOf(key.name));
  }

  private static String wrong(ConfigKey key, Setting setting) {
    String value =
        key.type == ConfigDef.Type.PASSWORD
            ? Configuration.HIDDEN
            : "'" + Quoted.of(setting.value()) + "'";
    String problem =
        "%s was %s but it must be %s (%s)."
            .formatted(key.name, value, expectation(key), setting.origin());
    return key.validator instanceof Accepted accepted && !accepted.remedy().isEmpty()
        ? problem + " " + accepted.remedy()
        : problem;
  }

  /** What completes "it must be". */
  static String expectation(ConfigKey key) {
    if (key.validator != null) {
      return key.validator.toString();
    }
    return switch (key.type) {
      case BOOLEAN -> "true or false";
      case INT, SHORT, LONG -> "an integer";
      case DOUBLE -> "a number";
      case LIST -> "a list separated by commas";
      case STRING -> "text";
      case CLASS -> "the name of a Java class";
      case PASSWORD -> "a secret";
    };
  }
}
