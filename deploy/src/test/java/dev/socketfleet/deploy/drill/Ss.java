package dev.socketfleet.deploy.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The sockets of the kernel as {@code ss} lists them: a witness that is not ours. */
final class Ss {

  private Ss() {}

  static void assumeInstalled() {
    try {
      run(List.of("ss", "-V"));
    } catch (IOException | InterruptedException e) {
      Assumptions.abort("ss is missing. Debian, Ubuntu: apt-get install iproute2");
    }
  }

  static List<String> rows(String... filter) throws IOException, InterruptedException {
    return inNamespace("", filter);
  }

  /** Rows of a named network namespace, or of this one when the name is empty. */
  static List<String> inNamespace(String namespace, String... filter)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ss", "-Htnp"));
    if (!namespace.isEmpty()) {
      command.addAll(List.of("-N", namespace));
    }
    command.addAll(List.of(filter));
    return run(command);
  }

  /** A kernel counter of a named network namespace, as {@code nstat} tells it. */
  static long counter(String namespace, String name) throws IOException, InterruptedException {
    return run(List.of("nsenter", "--net=/run/netns/" + namespace, "--", "nstat", "-asz", name))
        .stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.split("\\s+", 3)[1]))
        .sum();
  }

  private static List<String> run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as("%s said %s", command, lines).isZero();
    return lines;
  }
}
