package dev.socketfleet.collector.owner;

import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The holders of sockets of another host, as far as its text tells them: a unit or container by the
 * cgroup, else the program, else the user. Owned by one thread.
 */
public final class ToldHolders implements SocketHolders {

  private final Map<ToldProcess, Holder> known = new HashMap<>();
  private final List<@Nullable Holder> holders = new ArrayList<>();

  /** Forgets all rows. */
  public void clear() {
    known.clear();
    holders.clear();
  }

  /** Tells the holder of the next row of the table. */
  public void add(ToldProcess process) {
    holders.add(
        process.equals(ToldProcess.NONE)
            ? null
            : known.computeIfAbsent(process, ToldHolders::holder));
  }

  /** Forgets the rows from this one on. */
  public void truncate(int size) {
    while (holders.size() > size) {
      holders.remove(holders.size() - 1);
    }
  }

  @Override
  public @Nullable Holder of(int row) {
    return row < holders.size() ? holders.get(row) : null;
  }

  private static Holder holder(ToldProcess told) {
    Optional<Owner> owner =
        told.cgroup().isEmpty()
            ? Optional.empty()
            : CgroupOwner.ofProcess(List.of("0::" + told.cgroup()));
    if (told.pid() == 0) {
      return Holder.of(owner.orElseGet(() -> ownerWithoutPid(told)));
    }
    String name = told.name().isEmpty() ? "pid " + told.pid() : told.name();
    return Holder.of(
        owner.orElseGet(() -> new Owner(OwnerKind.PROCESS, name)),
        new OwnerProcess(told.pid(), told.name()));
  }

  private static Owner ownerWithoutPid(ToldProcess told) {
    if (!told.name().isEmpty()) {
      return new Owner(OwnerKind.PROCESS, told.name());
    }
    return told.user().isEmpty() ? Owner.NONE : new Owner(OwnerKind.UID, told.user());
  }
}
