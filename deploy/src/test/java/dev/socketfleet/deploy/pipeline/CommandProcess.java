package dev.socketfleet.deploy.pipeline;

import static org.awaitility.Awaitility.await;

import dev.socketfleet.deploy.cli.Socketfleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code socketfleet} command as a process of its own; it ends with the test. */
public final class CommandProcess implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;

  private CommandProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts the command.
   *
   * @param folder gets a file with what the command prints, on both streams
   */
  public static CommandProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), arguments);
  }

  /**
   * The same inside something.
   *
   * @param prefix a command that replaces itself by what follows it
   */
  public static CommandProcess start(Path folder, List<String> prefix, String... arguments)
      throws IOException {
    Path output = Files.createTempFile(folder, arguments[0] + "-", ".out");
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Socketfleet.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new CommandProcess(process, output);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String printed() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the command has printed what the pattern finds; its first group. */
  public String awaitPrinted(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    await().atMost(SOON).until(() -> wanted.matcher(printed()).find() || !process.isAlive());
    Matcher matcher = wanted.matcher(printed());
    if (!matcher.find()) {
      throw new AssertionError("it ended and had printed:\n" + printed());
    }
    return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
  }

  /** Waits for the end; the exit code. */
  public int awaitEnd(Duration within) throws InterruptedException {
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after %s; printed:\n%s".formatted(within, printed()));
    }
    return process.exitValue();
  }

  /** Sends SIGTERM, which takes the way of Ctrl-C, and waits for the end; the exit code. */
  public int stop(Duration within) throws InterruptedException {
    process.destroy();
    return awaitEnd(within);
  }

  /** Sends SIGKILL and waits for the end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
