package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.rule.Glob;
import java.util.Optional;

/** Whose sockets a rule is about. */
record OwnerPattern(Optional<Glob> name) {

  static final OwnerPattern ANY = new OwnerPattern(Optional.empty());

  /** By the pattern, with {@link Series#ANY_OWNER} for all. */
  static OwnerPattern named(String pattern) {
    return pattern.equals(Series.ANY_OWNER)
        ? ANY
        : new OwnerPattern(Optional.of(new Glob(pattern)));
  }

  static OwnerPattern of(Watch watch) {
    return new OwnerPattern(watch.rule().select().owner());
  }

  boolean matches(Group group) {
    return matches(group.owner());
  }

  boolean matches(Owner owner) {
    return name.isEmpty() || name.get().matches(owner.name());
  }

  boolean isAny() {
    return name.isEmpty();
  }
}
