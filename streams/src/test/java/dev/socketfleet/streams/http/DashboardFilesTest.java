package dev.socketfleet.streams.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DashboardFilesTest {

  /** What puts foreign text into markup, or code into text. */
  private static final List<String> DANGEROUS =
      List.of(
          "innerHTML",
          "outerHTML",
          "insertAdjacentHTML",
          "document.write",
          "eval(",
          "new Function",
          "javascript:",
          "setTimeout('",
          "srcdoc");

  private static final Pattern IMPORT = Pattern.compile("(?:from|import) '\\./([\\w.-]+)'");
  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");

  private final DashboardFiles files = new DashboardFiles();

  @Test
  void allFilesOfTheFolderAreServed() throws Exception {
    Set<String> inFolder = new TreeSet<>();
    try (Stream<Path> all = Files.list(folder())) {
      all.map(it -> it.getFileName().toString())
          .filter(name -> !name.equals("index.html"))
          .forEach(inFolder::add);
    }
    inFolder.addAll(Set.of("uplot.js", "uplot.css"));

    assertThat(names()).isEqualTo(inFolder);
  }

  private static Path folder() throws URISyntaxException {
    URL page =
        Objects.requireNonNull(DashboardFiles.class.getResource("/dashboard/index.html"), "page");
    return Objects.requireNonNull(Path.of(page.toURI()).getParent(), "folder");
  }

  private Set<String> names() {
    return files.byPath().keySet().stream()
        .map(path -> path.substring(DashboardFiles.FOLDER.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void whatIsLoadedIsThereAndOfThisOrigin() {
    Set<String> loaded =
        LOADED
            .matcher(text(files.page()))
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toSet());
    assertThat(loaded).isSubsetOf(files.byPath().keySet()).contains("/dashboard/dashboard.js");
    files
        .byPath()
        .forEach(
            (path, file) ->
                assertThat(names())
                    .as(path)
                    .containsAll(
                        IMPORT
                            .matcher(text(file))
                            .results()
                            .map(DashboardFilesTest::name)
                            .toList()));
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }

  @Test
  void foreignTextNeverBecomesMarkup() {
    for (Map.Entry<String, Answer> file : files.byPath().entrySet()) {
      if (file.getKey().endsWith(".js") && !file.getKey().endsWith("/uplot.js")) {
        assertThat(text(file.getValue())).as(file.getKey()).doesNotContain(DANGEROUS);
      }
    }
    assertThat(text(files.page()))
        .doesNotContain("style=", "onclick", "<style", "http://", "https://");
  }
}
