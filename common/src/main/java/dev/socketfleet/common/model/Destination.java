package dev.socketfleet.common.model;

/**
 * A destination and how many ephemeral ports connections to it use, TIME_WAIT included: what runs
 * out is the range per (local address, remote address, remote port).
 */
public record Destination(String local, String remote, int port, long used) {

  public Destination {
    Endpoint.requirePort(port);
  }
}
