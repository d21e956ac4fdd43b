package dev.socketfleet.common.model;

/** What kind of thing an operator would restart to get rid of a socket. */
public enum OwnerKind {
  /** A systemd unit, for example {@code nginx.service}. */
  UNIT("unit"),
  /** A container, named by runtime id or by name where known. */
  CONTAINER("container"),
  /** A process that belongs to no unit and no container, by its command name. */
  PROCESS("process"),
  /** Only the user is known: the rights to see more were missing. */
  UID("uid"),
  /** The kernel keeps no owner for the socket, and no listener lends its own. */
  NONE("none"),
  /** Several owners that did not fit into a snapshot's group limit. */
  OTHER("other");

  private final String wireName;

  OwnerKind(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  public String wireName() {
    return wireName;
  }

  /** The kind with this wire name; {@link #OTHER} for one that a newer collector invented. */
  public static OwnerKind ofWireName(String wireName) {
    for (OwnerKind kind : values()) {
      if (kind.wireName.equals(wireName)) {
        return kind;
      }
    }
    return OTHER;
  }
}
