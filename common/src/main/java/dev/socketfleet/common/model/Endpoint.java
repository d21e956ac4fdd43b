package dev.socketfleet.common.model;

import org.jspecify.annotations.Nullable;

/**
 * A service as one host sees it: the side it is on and the service's port.
 *
 * @param port 1..65535; 0 only for what did not fit into a snapshot's group limit
 */
public record Endpoint(Role role, int port) implements Comparable<Endpoint> {

  public Endpoint {
    requirePort(port);
  }

  // Spelled out, here and in Owner: what the compiler makes is several times slower in maps.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint that && port == that.port && role == that.role;
  }

  @Override
  public int hashCode() {
    return 2 * port + (role == Role.SERVER ? 0 : 1);
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
