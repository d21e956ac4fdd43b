package dev.socketfleet.common.model;

import java.util.Optional;

/** Which side of a connection this host is: the port of an endpoint is the service's port. */
public enum Role {
  /** The local port is the service. */
  SERVER("server"),
  /** The remote port is the service. */
  CLIENT("client");

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  /** {@code server} or {@code client}. */
  public String wireName() {
    return wireName;
  }

  /** The role with this wire name. */
  public static Optional<Role> ofWireName(String wireName) {
    return switch (wireName) {
      case "server" -> Optional.of(SERVER);
      case "client" -> Optional.of(CLIENT);
      default -> Optional.empty();
    };
  }
}
