package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * How long after the loss of an instance every host is counted again: where it is started again on
 * its state, where that is gone, and where another instance has copies.
 */
public final class RestoreBench {

  private static final int ENDPOINTS = 30;
  private static final Duration STUCK = Duration.ofMinutes(9);
  private static final String GROUP = "restore";

  private final int minutes;
  private final Class<?> command;
  private final Consumer<String> out;

  /**
   * A benchmark of hosts with so many windows.
   *
   * @param command the command line's main class
   */
  public RestoreBench(int minutes, Class<?> command, Consumer<String> out) {
    this.minutes = minutes;
    this.command = command;
    this.out = out;
  }

  /** Measures with each number of hosts and prints a table. */
  public void run(List<Integer> sizes) throws IOException, InterruptedException {
    TextTable table =
        new TextTable(
            "HOSTS", "WINDOWS", "STATE_KB", "CHANGELOG_KB", "RESTART_S", "WIPED_S", "TAKEOVER_S");
    for (int hosts : sizes) {
      Path folder = Files.createTempDirectory("socketfleet-bench-");
      try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
        broker.start(Duration.ofSeconds(90));
        measure(hosts, broker.bootstrapServers(), folder, table);
      } catch (ExecutionException e) {
        throw new IOException("the broker refused: " + e.getCause(), e);
      } finally {
        Folders.delete(folder);
      }
    }
    table.lines().forEach(out);
  }

  private void measure(int hosts, String servers, Path folder, TextTable table)
      throws IOException, InterruptedException, ExecutionException {
    Run run = new Run(hosts, servers, folder);
    try (Admin admin = run.admin) {
      run.send(minutes);
      Child first = run.start("a");
      run.awaitAll(first);
      // What is buffered reaches the files with the next commit.
      TimeUnit.SECONDS.sleep(5);
      double changelog = Progress.internalBytes(admin, GROUP) / 1_024.0;
      first.kill();
      double state = Folders.bytes(run.state("a")) / 1_024.0;

      run.send(1);
      double restart = run.restart("a");
      Folders.delete(run.state("a"));
      run.send(1);
      double wiped = run.restart("a");

      double takeover = run.takeOver();
      table.add(
          Integer.toString(hosts),
          Integer.toString(minutes),
          "%.0f".formatted(state),
          "%.0f".formatted(changelog),
          "%.1f".formatted(restart),
          "%.1f".formatted(wiped),
          "%.1f".formatted(takeover));
    }
  }

  /** One number of hosts. */
  private final class Run {

    private final int hosts;
    private final String servers;
    private final Path folder;
    private final Admin admin;
    private long sent;

    Run(int hosts, String servers, Path folder) {
      this.hosts = hosts;
      this.servers = servers;
      this.folder = folder;
      this.admin = Admin.create(Map.of("bootstrap.servers", servers));
      History.createTopics(admin);
    }

    Path state(String name) {
      return folder.resolve("state-" + name);
    }

    /** Snapshots of all hosts, a minute apart, from a collector of their own. */
    void send(int snapshots) {
      BenchFleet fleet = new BenchFleet(hosts, ENDPOINTS, Duration.ofMinutes(1), "boot-" + sent);
      new History(fleet, snapshots).fill(servers);
      sent += (long) snapshots * hosts;
    }

    Child start(String name, String... more) throws IOException {
      List<String> line = Child.streams(command, servers, GROUP, folder);
      line.addAll(Child.set("state.dir", state(name).toString()));
      for (String setting : more) {
        line.addAll(List.of("--set", setting));
      }
      return Child.start(line);
    }

    void awaitAll(Child child) throws IOException, InterruptedException, ExecutionException {
      if (Progress.await(child, admin, GROUP, sent, STUCK) < sent) {
        throw new IOException("not all was counted within %s".formatted(STUCK));
      }
    }

    double restart(String name) throws IOException, InterruptedException, ExecutionException {
      long start = System.nanoTime();
      Child child = start(name);
      awaitAll(child);
      double seconds = (System.nanoTime() - start) / 1e9;
      child.kill();
      return seconds;
    }

    /** With the settings for the loss of an instance as they are by default. */
    double takeOver() throws IOException, InterruptedException, ExecutionException {
      List<Child> two = new ArrayList<>();
      try {
        two.add(start("a", "num.standby.replicas=1"));
        two.add(start("b", "num.standby.replicas=1"));
        two.get(1).awaitApi();
        send(1);
        awaitAll(two.get(0));
        awaitEqualState();
        send(1);
        long killed = System.nanoTime();
        two.get(0).kill();
        awaitAll(two.get(1));
        return (System.nanoTime() - killed) / 1e9;
      } finally {
        for (Child child : two) {
          child.kill();
        }
      }
    }

    /** Until the second has copies of all: both hold as much, one as owner, one as standby. */
    private void awaitEqualState() throws IOException, InterruptedException {
      long deadline = System.nanoTime() + STUCK.toNanos();
      while (System.nanoTime() < deadline) {
        double ratio = (double) Folders.bytes(state("b")) / Math.max(1, Folders.bytes(state("a")));
        if (ratio > 0.8) {
          return;
        }
        TimeUnit.SECONDS.sleep(1);
      }
      throw new IOException("the standby did not catch up within %s".formatted(STUCK));
    }
  }
}
