package dev.socketfleet.common.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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
    name = bounded(name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Owner that && kind == that.kind && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** {@code unit nginx.service}, or the kind alone when there is no name. Printable. */
  @Override
  public String toString() {
    return name.isEmpty() ? kind.wireName() : kind.wireName() + " " + Quoted.of(name);
  }

  /** Cut to the longest name; half a surrogate pair, which JSON cannot carry, becomes {@code ?}. */
  static String bounded(String name) {
    String cut = name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
    for (int i = 0; i < cut.length(); i++) {
      if (Character.isSurrogate(cut.charAt(i))) {
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return cut;
  }
}
