package dev.socketfleet.common.model;

/**
 * A service as one host sees it: the side it is on and the service's port.
 *
 * @param port 1..65535; 0 only for what did not fit into a snapshot's group limit
 */
public record Endpoint(Role role, int port) implements Comparable<Endpoint> {

  public Endpoint {
    requirePort(port);
  }

  /** {@code server:443}. */
  @Override
  public String toString() {
    return role.wireName() + ":" + port;
  }

  /** By port, the server side first. */
  @Override
  public int compareTo(Endpoint other) {
    int byPort = Integer.compare(port, other.port);
    return byPort != 0 ? byPort : role.compareTo(other.role);
  }

  static void requirePort(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port was " + port + " but it must be in 0..65535");
    }
  }
}
