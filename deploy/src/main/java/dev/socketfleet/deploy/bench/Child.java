package dev.socketfleet.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM with a candidate in it; ends with {@link #close}, and with this process. */
final class Child implements AutoCloseable {

  private static final Pattern API = Pattern.compile("The API is at (http://\\S+)");

  private final Process process;
  private final Path log;
  private final Thread atExit;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts it. */
  static Child start(List<String> line) throws IOException {
    Path log = Files.createTempFile("socketfleet-bench-", ".log");
    return new Child(
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  /** The command line of a class with a main method, with the same settings for all candidates. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xms256m", "-Xmx1g", "-XX:+UseParallelGC"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    return line;
  }

  /** The command line of the streams application, alone in its group. */
  static List<String> streams(Class<?> command, String servers, String id, Path folder) {
    List<String> line = java(command, "streams");
    alone(servers, id, folder).forEach((key, value) -> line.addAll(set(key, value)));
    return line;
  }

  /** The configuration of an instance that is alone in its group. */
  static Map<String, String> alone(String servers, String id, Path folder) {
    return Map.of(
        "bootstrap.servers",
        servers,
        "application.id",
        id,
        "state.dir",
        folder.resolve(id).toString(),
        "http.port",
        "0",
        "num.standby.replicas",
        "0");
  }

  /** The same line with another limit of the heap than a gigabyte. */
  static List<String> withHeap(List<String> line, String most) {
    line.replaceAll(it -> it.equals("-Xmx1g") ? "-Xmx" + most : it);
    return line;
  }

  static List<String> set(String key, String value) {
    return List.of("--set", key + "=" + value);
  }

  long pid() {
    return process.pid();
  }

  /**
   * Looks whether it still runs.
   *
   * @throws IOException when it ended, with what it printed
   */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("a process ended:%n%s".formatted(printed()));
    }
  }

  /** Where the API of an instance of streams is, once it prints it. */
  String awaitApi() throws IOException, InterruptedException {
    return awaitPrinted(API);
  }

  /**
   * Waits for a line that it prints.
   *
   * @return the pattern's first group
   * @throws IOException when it ends before, or prints no such line within 90 seconds
   */
  private String awaitPrinted(Pattern pattern) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < deadline) {
      requireAlive();
      Matcher found = pattern.matcher(printed());
      if (found.find()) {
        return found.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("a process did not print '%s':%n%s".formatted(pattern, printed()));
  }

  String printed() throws IOException {
    return Files.readString(log);
  }

  /** Ends it with no chance to say goodbye. */
  void kill() throws IOException {
    process.destroyForcibly();
    close();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(log);
  }
}
