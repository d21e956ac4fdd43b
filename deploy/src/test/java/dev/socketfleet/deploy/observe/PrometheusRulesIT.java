package dev.socketfleet.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Debian's promtool takes the files, and its unit tests of the rules pass. */
class PrometheusRulesIT {

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  static final Path FOLDER = Path.of("prometheus").toAbsolutePath();

  @BeforeAll
  static void needsPromtool() {
    assumeTrue(
        Files.isExecutable(PROMTOOL),
        "Skipped: no /usr/bin/promtool. Install it with: apt-get install prometheus");
  }

  private static String promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void theScrapeAndTheRulesAreValid() throws Exception {
    assertThat(promtool("check", "config", "prometheus.yml")).contains("1 rule files found");
    assertThat(promtool("check", "rules", "--lint=all", "--lint-fatal", "socketfleet-rules.yml"))
        .contains("rules found");
  }

  @Test
  void theRulesFireWhenTheyShouldAndNotBefore() throws Exception {
    assertThat(promtool("test", "rules", "socketfleet-rules-test.yml")).contains("SUCCESS");
  }

  @Test
  void everyAlertIsTestedFiringAndQuiet() throws Exception {
    String tests = Files.readString(FOLDER.resolve("socketfleet-rules-test.yml"));
    TreeSet<String> alerts = new TreeSet<>();
    Pattern.compile("- alert: (\\w+)")
        .matcher(Files.readString(FOLDER.resolve("socketfleet-rules.yml")))
        .results()
        .forEach(it -> alerts.add(it.group(1)));
    assertThat(alerts).hasSizeGreaterThan(10);
    for (String alert : alerts) {
      assertThat(tests)
          .containsPattern("alertname: " + alert + "\\n +exp_alerts:")
          .containsPattern("alertname: " + alert + "\\}");
    }
  }
}
