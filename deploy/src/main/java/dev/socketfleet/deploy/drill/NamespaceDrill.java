package dev.socketfleet.deploy.drill;

import dev.socketfleet.deploy.CommandFailedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scene in a network namespace of its own; nothing leaves it and no rule or setting of the
 * host changes.
 */
final class NamespaceDrill implements Drill {

  private final Scene scene;
  private @Nullable DrillNamespace namespace;
  private @Nullable ScenarioProcess process;

  NamespaceDrill(Scene scene) {
    this.scene = scene;
  }

  @Override
  public synchronized DrillSockets open() {
    DrillNamespace.requireTools(!scene.lost().isEmpty());
    DrillNamespace.removeStale();
    try {
      DrillNamespace created = DrillNamespace.create(scene.limits());
      namespace = created;
      if (!scene.lost().isEmpty()) {
        created.drop(scene.lost());
      }
      ScenarioProcess started =
          ScenarioProcess.start(created.command(), scene.program(), scene.arguments());
      process = started;
      int port = started.awaitReady();
      return new DrillSockets(scene.what(), scene.filter(), port, started.pid(), created.name());
    } catch (IOException e) {
      close();
      throw new CommandFailedException("The sockets could not be made: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Closes the input of the process inside, as the kernel does when this process dies. */
  synchronized void abandonProcess() throws IOException {
    if (process != null) {
      process.abandon();
    }
  }

  @Override
  public synchronized void close() {
    ScenarioProcess running = process;
    process = null;
    if (running != null) {
      running.close();
    }
    DrillNamespace made = namespace;
    namespace = null;
    if (made != null) {
      made.close();
    }
  }
}
