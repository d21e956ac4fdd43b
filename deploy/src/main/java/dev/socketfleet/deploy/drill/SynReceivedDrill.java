package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.CommandFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listener whose SYN+ACKs get lost, as in a SYN flood or on a broken way back: its half-open
 * connections stay in SYN_RECEIVED and fill its queue. All happens inside a network namespace of
 * its own; nothing leaves it and no rule of the host changes.
 */
public final class SynReceivedDrill implements Drill {

  static final int PORT = 18_080;

  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration CHILD_ENDS_WITHIN = Duration.ofSeconds(2);

  private final int count;
  private @Nullable DrillNamespace namespace;
  private @Nullable Process child;

  /**
   * @param count half-open connections, 1 or more
   */
  public SynReceivedDrill(int count) {
    this.count = count;
  }

  @Override
  public synchronized DrillSockets open() {
    DrillNamespace.requireTools();
    DrillNamespace.removeStale();
    try {
      DrillNamespace created = DrillNamespace.create();
      namespace = created;
      created.dropSynAcks(PORT);
      Process started = startChild(created);
      child = started;
      awaitReady(started);
      return new DrillSockets(SocketState.SYN_RECEIVED, count, PORT, started.pid(), created.name());
    } catch (IOException e) {
      close();
      throw new CommandFailedException(
          "The half-open connections could not be made: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    Process running = child;
    child = null;
    if (running != null) {
      end(running);
    }
    DrillNamespace made = namespace;
    namespace = null;
    if (made != null) {
      made.close();
    }
  }

  /** Closes the child's input, as the kernel does when this process dies. */
  synchronized void abandonChild() throws IOException {
    Process running = child;
    if (running != null) {
      running.getOutputStream().close();
    }
  }

  /** The child replaces nsenter, so the process here is the one that has the sockets. */
  private Process startChild(DrillNamespace inside) throws IOException {
    return new ProcessBuilder(
            inside.command(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Else the rows would be in the table of IPv6.
                "-Djava.net.preferIPv4Stack=true",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                HalfOpenConnections.class.getName(),
                Integer.toString(PORT),
                Integer.toString(count)))
        .redirectErrorStream(true)
        .start();
  }

  /**
   * Reads the child's first line on a thread of its own, so that a hanging child has a deadline.
   */
  private static void awaitReady(Process child) throws IOException {
    List<String> said = new CopyOnWriteArrayList<>();
    Thread reader = new Thread(() -> readFirstLine(child, said), "drill-child-output");
    reader.setDaemon(true);
    reader.start();
    try {
      reader.join(READY_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (said.isEmpty()) {
      throw new IOException("the process in the namespace said nothing within " + READY_WITHIN);
    }
    if (!said.get(0).equals(HalfOpenConnections.READY)) {
      throw new IOException(String.join(" ", said));
    }
  }

  private static void readFirstLine(Process child, List<String> said) {
    BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
    try {
      String line = output.readLine();
      said.add(line == null ? "the process in the namespace ended at once" : line);
    } catch (IOException e) {
      said.add("the process in the namespace cannot be read: " + e.getMessage());
    }
  }

  private static void end(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(CHILD_ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
