package dev.socketfleet.deploy.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scenario in a process of its own. It says that it is ready on its standard output and holds
 * everything until its standard input ends, which also happens when the parent dies.
 */
final class ScenarioProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScenarioProcess.class);
  private static final String READY = "ready ";
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

  private final Process process;
  private final CompletableFuture<String> firstLine = new CompletableFuture<>();
  private volatile boolean closing;

  private ScenarioProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a program of this class path.
   *
   * @param prefix a command that replaces itself by the program, empty for none
   */
  static ScenarioProcess start(List<String> prefix, Class<?> program, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx48m"));
    // Else every socket would be one of IPv6.
    command.add("-Djava.net.preferIPv4Stack=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    ScenarioProcess started =
        new ScenarioProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    Thread reader = new Thread(started::read, "drill-process-output");
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  /** The other side of {@link #start}: runs the scenario in this process until the end of input. */
  static void hold(Scenario scenario) throws IOException {
    try (scenario) {
      int port = scenario.begin();
      System.out.println(READY + port);
      Repetition repetition =
          new Repetition(
              scenario,
              failure -> {
                System.out.println(failure.getMessage());
                System.exit(1);
              });
      repetition.start();
      while (System.in.read() != -1) {
        // Only the end of the input matters.
      }
      repetition.close();
    } catch (IOException | RuntimeException e) {
      System.out.println(e.getMessage());
    }
  }

  /**
   * Waits until the sockets are there.
   *
   * @return the port of the service
   * @throws IOException with what the process said instead
   */
  int awaitReady() throws IOException {
    String said;
    try {
      said = firstLine.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the drill's process said nothing within " + READY_WITHIN, e);
    } catch (ExecutionException e) {
      throw new IOException("the drill's process cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (!said.startsWith(READY)) {
      throw new IOException(said);
    }
    return Integer.parseInt(said.substring(READY.length()));
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      firstLine.complete(line == null ? "the drill's process ended at once" : line);
      for (line = output.readLine(); line != null; line = output.readLine()) {
        LOG.warn("The drill's process says: {}", line);
      }
    } catch (IOException e) {
      if (!closing) {
        firstLine.completeExceptionally(e);
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** Closes its input, as the kernel does when this process dies. */
  void abandon() throws IOException {
    process.getOutputStream().close();
  }

  /** Ends it with no chance to close anything. */
  void kill() {
    closing = true;
    process.destroyForcibly();
  }

  @Override
  public void close() {
    closing = true;
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
