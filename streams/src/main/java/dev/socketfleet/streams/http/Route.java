package dev.socketfleet.streams.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path of the API: what is there, and what programs are told about it.
 *
 * @param path with parameters in braces
 * @param summary one line for people
 * @param type of the answer, without parameters
 * @param schema of an answer in JSON, a name in {@code openapi-schemas.json}; empty for others
 * @param table how the answer is written as CSV; absent where it is not
 */
record Route(
    String path,
    String summary,
    String type,
    String schema,
    Optional<CsvTable> table,
    Resource resource) {

  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  /** One that answers in JSON alone. */
  static Route json(String path, String summary, String schema, Resource resource) {
    return new Route(path, summary, Answer.JSON, schema, Optional.empty(), resource);
  }

  /** One that answers in JSON or CSV. */
  static Route table(
      String path, String summary, String schema, CsvTable table, Resource resource) {
    return new Route(path, summary, Answer.JSON, schema, Optional.of(table), resource);
  }

  /** One that answers in something else. */
  static Route other(String path, String summary, String type, Resource resource) {
    return new Route(path, summary, type, "", Optional.empty(), resource);
  }

  /** Names of the parameters in the path. */
  List<String> pathParameters() {
    return PARAMETER.matcher(path).results().map(it -> it.group(1)).toList();
  }

  /** Whether it is answered without a token. */
  boolean isOpen() {
    return path.startsWith("/health/");
  }
}
