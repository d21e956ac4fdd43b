package dev.socketfleet.deploy.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A dashboard as it ships. */
record Dashboard(String name, JsonNode json) {

  private static final Path FOLDER = Path.of("grafana", "dashboards").toAbsolutePath();

  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Dashboard::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dashboard read(Path file) {
    try {
      return new Dashboard(
          file.getFileName().toString(), new JsonMapper().readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PromQL of all panels, with their variables. */
  List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    json.path("panels").findValuesAsText("expr").forEach(expressions::add);
    return expressions;
  }

  /** What the variables are chosen from, as {@code label_values(SERIES, LABEL)}. */
  List<String> choices() {
    List<String> choices = new ArrayList<>();
    json.path("templating").path("list").findValuesAsText("definition").forEach(choices::add);
    return choices;
  }

  @Override
  public String toString() {
    return name;
  }
}
