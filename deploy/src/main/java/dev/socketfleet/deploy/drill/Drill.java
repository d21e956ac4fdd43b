package dev.socketfleet.deploy.drill;

/** Makes sockets in a suspicious state and holds them until it is closed. */
public interface Drill extends AutoCloseable {

  /**
   * Makes the sockets and returns when the kernel has them; those that are to come one after the
   * other follow in the background.
   *
   * @throws dev.socketfleet.deploy.SetupException when this machine lacks what it needs
   * @throws dev.socketfleet.deploy.CommandFailedException when they could not all be made; what was
   *     made is gone
   */
  DrillSockets open();

  /** Removes all that was made. Idempotent; safe from another thread. */
  @Override
  void close();
}
