package dev.socketfleet.deploy.drill;

import java.io.IOException;

/** What makes the sockets, in whichever process and namespace. One thread at a time. */
interface Scenario extends AutoCloseable {

  /**
   * Makes the first sockets and returns when the kernel shows them.
   *
   * @return the port of the service
   */
  int begin() throws IOException;

  /** Makes what is due by now; called every {@link Repetition#TICK}. */
  default void goOn() throws IOException {}

  /** Closes all that is open. Idempotent. */
  @Override
  void close();
}
