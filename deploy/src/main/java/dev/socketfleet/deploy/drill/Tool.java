package dev.socketfleet.deploy.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short-lived commands of the system. */
final class Tool {

  private static final Duration WITHIN = Duration.ofSeconds(10);

  private Tool() {}

  static void run(String... command) throws IOException {
    runWithInput("", List.of(command));
  }

  /**
   * @throws IOException when it cannot start, fails or does not end; the message has the command
   *     and what it said
   */
  static void runWithInput(String input, List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("'%s' did not end".formatted(String.join(" ", command)));
      }
      if (process.exitValue() != 0) {
        String said =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        throw new IOException("'%s' said: %s".formatted(String.join(" ", command), said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while '%s' ran".formatted(command.get(0)), e);
    } finally {
      process.destroyForcibly();
    }
  }
}
