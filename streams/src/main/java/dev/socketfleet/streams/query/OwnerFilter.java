package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Owner;

/**
 * Owners as people name them: {@code nginx.service}, {@code unit:nginx.service}, or the kind alone
 * for one without a name ({@code none}).
 */
public record OwnerFilter(String text) {

  /** Whether the owner is meant. */
  public boolean matches(Owner owner) {
    String kind = owner.kind().wireName();
    return owner.name().isEmpty()
        ? text.equals(kind)
        : text.equals(owner.name()) || text.equals(kind + ":" + owner.name());
  }
}
