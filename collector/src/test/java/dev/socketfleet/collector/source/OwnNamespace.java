package dev.socketfleet.collector.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A fresh network namespace with a Java program in it, for tests. It lives as long as its processes
 * do, so nothing is left behind when it is closed, nor when the test's own JVM dies: the program
 * reads its standard input and ends with it.
 */
public final class OwnNamespace implements AutoCloseable {

  private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

  private final Process program;

  private OwnNamespace(Process program) {
    this.program = program;
  }

  /** Skips the test, with the reason, where a namespace cannot be made or a tool is missing. */
  public static void requireRightsAnd(String... tools) throws IOException, InterruptedException {
    if (!isInstalled("unshare") || !succeeds("unshare", "--net", "true")) {
      Assumptions.abort("needs a network namespace of its own: run as root with CAP_SYS_ADMIN");
    }
    for (String tool : tools) {
      if (!isInstalled(tool)) {
        Assumptions.abort(
            "needs %s: apt-get install nftables iproute2 util-linux net-tools busybox"
                .formatted(tool));
      }
    }
  }

  private static boolean isInstalled(String tool) throws IOException, InterruptedException {
    return succeeds("sh", "-c", "command -v " + tool);
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }

  /**
   * Starts the program in a namespace with its loopback up, and waits for its line {@code ready}.
   */
  public static OwnNamespace start(Class<?> program) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
    command.addAll(java(program));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    OwnNamespace namespace = new OwnNamespace(process);
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (!"ready".equals(line)) {
      namespace.close();
      throw new IOException("%s said '%s' instead of 'ready'".formatted(program, line));
    }
    return namespace;
  }

  private static List<String> java(Class<?> program) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return List.of(
        java.toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        System.getProperty("java.class.path"),
        program.getName());
  }

  /** Process id of the program; unshare(1) and sh replace themselves by it. */
  public long pid() {
    return program.pid();
  }

  /** Number of the namespace. */
  public long inode() throws IOException {
    String link = Files.readSymbolicLink(Path.of("/proc/" + pid() + "/ns/net")).toString();
    return Long.parseLong(link.substring("net:[".length(), link.length() - 1));
  }

  /** Output of a command inside the namespace, line by line. */
  public List<String> run(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add("nsenter");
    all.add("--net=/proc/" + pid() + "/ns/net");
    all.addAll(List.of(command));
    return output(all);
  }

  /** Output of another Java program inside the namespace, line by line. */
  public List<String> runJava(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java(main));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private static List<String> output(List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s ended with %d".formatted(command, process.exitValue()));
    }
    return output.lines().toList();
  }

  @Override
  public void close() {
    try (OutputStream stdin = program.getOutputStream()) {
      stdin.flush();
    } catch (IOException e) {
      // It has already ended.
    }
    try {
      if (!program.waitFor(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        program.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      program.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
