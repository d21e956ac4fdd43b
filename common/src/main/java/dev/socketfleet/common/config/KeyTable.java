package dev.socketfleet.common.config;

import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.types.Password;

/** The keys of an application as the table of its README and as text for {@code --help}. */
public final class KeyTable {

  private KeyTable() {}

  /**
   * A Markdown table in the order of declaration: key, what it accepts, default, meaning. A test of
   * each module compares it to the module's README.
   */
  public static String markdown(ConfigDef keys) {
    return keys.configKeys().values().stream()
        .map(KeyTable::row)
        .collect(
            Collectors.joining(
                "\n", "| Key | Accepts | Default | Meaning |\n|---|---|---|---|\n", "\n"));
  }

  private static String row(ConfigKey key) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            key.name,
            cell(ConfigurationLoader.expectation(key)),
            defaultOf(key),
            cell(key.documentation));
  }

  private static String defaultOf(ConfigKey key) {
    if (!key.hasDefault()) {
      return "required";
    }
    String text =
        key.defaultValue instanceof Password secret
            ? secret.value()
            : String.valueOf(ConfigDef.convertToString(key.defaultValue, key.type));
    return text.isEmpty() ? "none" : "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ');
  }
}
