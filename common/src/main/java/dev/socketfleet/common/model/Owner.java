package dev.socketfleet.common.model;

/**
 * What an operator would restart. Identity only: the pid behind it changes with each restart and
 * lives in {@link OwnerProcess}.
 *
 * @param name at most 256 characters, whatever the host says: treat as hostile text
 */
public record Owner(OwnerKind kind, String name) {

  /** Longest name, in characters. */
  public static final int MAX_NAME_LENGTH = 256;

  /** No owner by nature: nobody holds the socket any more and nobody listens on its port. */
  public static final Owner NONE = new Owner(OwnerKind.NONE, "");

  /** The owner of the group that takes what exceeds a snapshot's group limit. */
  public static final Owner OTHER = new Owner(OwnerKind.OTHER, "");

  public Owner {
    if (name.length() > MAX_NAME_LENGTH) {
      name = name.substring(0, MAX_NAME_LENGTH);
    }
  }

  /** {@code unit nginx.service}, or the kind alone when there is no name. Printable. */
  @Override
  public String toString() {
    return name.isEmpty() ? kind.wireName() : kind.wireName() + " " + Quoted.of(name);
  }
}
