package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.rule.Glob;
import java.util.Optional;

/** Whose sockets a rule is about. */
public record OwnerPattern(Optional<Glob> name) {

  /** Of whoever has them. */
  public static final OwnerPattern ANY = new OwnerPattern(Optional.empty());

  /** By the pattern, with {@link Watch#ANY_OWNER} for all. */
  public static OwnerPattern named(String pattern) {
    return pattern.equals(Watch.ANY_OWNER) ? ANY : new OwnerPattern(Optional.of(new Glob(pattern)));
  }

  /** That of a watch. */
  public static OwnerPattern of(Watch watch) {
    Optional<Glob> name = watch.rule().select().owner();
    return name.isEmpty() ? ANY : new OwnerPattern(name);
  }

  /** Whether the group's sockets are meant. */
  public boolean matches(Group group) {
    return matches(group.owner());
  }

  /** Whether the owner's sockets are meant. */
  public boolean matches(Owner owner) {
    return name.isEmpty() || name.get().matches(owner.name());
  }

  /** Whether all are meant. */
  public boolean isAny() {
    return name.isEmpty();
  }
}
