package dev.socketfleet.collector.owner;

import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import java.util.Optional;

/**
 * A process that holds sockets, with its owner; or only the user of sockets whose process cannot be
 * seen. Compared by identity: whoever makes holders makes one for each process.
 */
public final class Holder {

  /** Nobody holds the socket and nobody lends an owner. */
  public static final Holder NOBODY = new Holder(Owner.NONE, Optional.empty());

  private final Owner owner;
  private final Optional<OwnerProcess> process;

  private Holder(Owner owner, Optional<OwnerProcess> process) {
    this.owner = owner;
    this.process = process;
  }

  /** A process and the unit, container or name that it belongs to. */
  public static Holder of(Owner owner, OwnerProcess process) {
    return new Holder(owner, Optional.of(process));
  }

  /** Some process of this owner; which one is not told. */
  static Holder of(Owner owner) {
    return new Holder(owner, Optional.empty());
  }

  /** Some process of this user. */
  public static Holder ofUser(long uid) {
    return new Holder(new Owner(OwnerKind.UID, Long.toString(uid)), Optional.empty());
  }

  /** What an operator would restart. */
  public Owner owner() {
    return owner;
  }

  /** The process, when it could be seen. */
  public Optional<OwnerProcess> process() {
    return process;
  }

  /** Whether more than the user is known. */
  public boolean isNamed() {
    return owner.kind() != OwnerKind.UID && owner.kind() != OwnerKind.NONE;
  }

  @Override
  public String toString() {
    return owner + process.map(p -> " (" + p.pid() + ")").orElse("");
  }
}
