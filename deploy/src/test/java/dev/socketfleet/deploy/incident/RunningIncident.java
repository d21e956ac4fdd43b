package dev.socketfleet.deploy.incident;

import dev.socketfleet.deploy.pipeline.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An incident under way, in a network namespace where nothing else happens. */
final class RunningIncident implements AutoCloseable {

  private static final String PREFIX = "socketfleet-incident-";
  private static final Path MOUNTED = Path.of("/run/netns");
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

  private final Incident incident;
  private final String netns;
  private final CommandProcess command;
  private final long pid;
  private final Instant began;

  private RunningIncident(Incident incident, String netns, CommandProcess command, long pid) {
    this.incident = incident;
    this.netns = netns;
    this.command = command;
    this.pid = pid;
    this.began = Instant.now();
  }

  /** Returns when the kernel has the first sockets. */
  static RunningIncident start(Incident incident, Path folder)
      throws IOException, InterruptedException {
    List<String> prefix = new ArrayList<>();
    if (incident.enters()) {
      String own = PREFIX + incident.name().replace(' ', '-');
      remove(own);
      run("ip", "netns", "add", own);
      run("ip", "-n", own, "link", "set", "lo", "up");
      prefix.addAll(List.of("nsenter", "--net=" + MOUNTED.resolve(own), "--"));
    }
    List<String> arguments = new ArrayList<>(List.of("drill"));
    arguments.addAll(incident.drill());
    arguments.addAll(List.of("--for", "14m"));
    CommandProcess command = CommandProcess.start(folder, prefix, arguments.toArray(String[]::new));
    long pid = Long.parseLong(command.awaitPrinted("process (\\d+)\\."));
    String netns =
        incident.enters()
            ? PREFIX + incident.name().replace(' ', '-')
            : command.awaitPrinted("in network namespace (\\S+), process");
    return new RunningIncident(incident, netns, command, pid);
  }

  Incident incident() {
    return incident;
  }

  /** Name of the network namespace that is its subject. */
  String netns() {
    return netns;
  }

  /** The process that has the sockets. */
  long pid() {
    return pid;
  }

  /** Since when there is something to tell. */
  Instant onset() {
    return began.plus(incident.holdsAfter());
  }

  /** Ends the drill; what it made goes with it. */
  @Override
  public void close() {
    try {
      command.stop(ENDS_WITHIN);
      if (incident.enters()) {
        remove(netns);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(String netns) throws IOException, InterruptedException {
    if (Files.exists(MOUNTED.resolve(netns))) {
      run("ip", "netns", "del", netns);
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("'%s' failed".formatted(String.join(" ", command)));
    }
  }
}
