package dev.socketfleet.collector.owner;

import dev.socketfleet.collector.source.SocketTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the holder of each socket of a {@link SocketTable}: by the process that the source itself
 * tells, or by inode through a cache that is filled by walking the descriptors of all processes.
 *
 * <p>The walk is the dearest part of a capture. It runs only when there are sockets that no earlier
 * walk found, asks the {@link Suspects} first and ends when all are found, and takes at most a
 * twentieth of one core. Whose process was not found has the unit or container of its cgroup, else
 * its user. Owned by one thread.
 */
public final class OwnerResolver implements SocketHolders {

  /** The note for people when the rights do not reach. */
  public static final String NEEDS_RIGHTS = "owners: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH";

  private static final Path PROC = Path.of("/proc");
  private static final long LEAST_PAUSE_MS = 1_000;
  private static final long PAUSE_PER_WALK_TIME = 19;
  private static final long RETRY_AFTER_MS = Duration.ofMinutes(1).toMillis();

  private final SocketTable table;
  private final Optional<DescriptorWalk> walk;
  private final ProcessTable processes;
  private final Cgroups cgroups;
  private final LongSupplier clockMs;
  private final InodeCache cache = new InodeCache();
  private final Map<Integer, Holder> told = new HashMap<>();
  private final Map<Long, Holder> users = new HashMap<>();
  private @Nullable Holder[] holders = new @Nullable Holder[0];
  private boolean walked;
  private long nextWalkMs = Long.MIN_VALUE;
  private boolean denied;

  private OwnerResolver(
      SocketTable table,
      Optional<DescriptorWalk> walk,
      ProcessTable processes,
      Cgroups cgroups,
      LongSupplier clockMs) {
    this.table = table;
    this.walk = walk;
    this.processes = processes;
    this.cgroups = cgroups;
    this.clockMs = clockMs;
  }

  /**
   * A resolver for this host.
   *
   * @param clockMs milliseconds of a clock that never jumps
   */
  public static OwnerResolver ofThisHost(SocketTable table, LongSupplier clockMs) {
    Cgroups cgroups = new Cgroups(Cgroups.mountPoint(), clockMs);
    return Files.isDirectory(PROC.resolve("self/fd"))
        ? ofProcfs(table, PROC, Files::newDirectoryStream, cgroups, clockMs)
        : new OwnerResolver(table, Optional.empty(), new JavaProcesses(), cgroups, clockMs);
  }

  static OwnerResolver ofProcfs(
      SocketTable table,
      Path proc,
      DescriptorWalk.Folders folders,
      Cgroups cgroups,
      LongSupplier clockMs) {
    ProcessTable processes = new ProcfsProcesses(proc);
    Optional<DescriptorWalk> walk = Optional.of(new DescriptorWalk(proc, processes, folders));
    return new OwnerResolver(table, walk, processes, cgroups, clockMs);
  }

  /**
   * Finds the holders of the rows that the table has now.
   *
   * @return what could not be found out and why, for the snapshot's notes
   */
  public List<String> resolve() {
    if (holders.length < table.size()) {
      holders = new @Nullable Holder[Integer.highestOneBit(table.size()) * 2];
    }
    told.clear();
    cache.reserve(table.size());
    int wanted = countWanted();
    long now = clockMs.getAsLong();
    if (wanted > 0 && walk.isPresent() && now >= nextWalkMs) {
      walk(walk.get(), wanted, now);
    }
    boolean unseen = assign();
    cache.endCapture();
    return denied && unseen ? List.of(NEEDS_RIGHTS) : List.of();
  }

  @Override
  public @Nullable Holder of(int row) {
    return holders[row];
  }

  private int countWanted() {
    long triedBefore = clockMs.getAsLong() - RETRY_AFTER_MS;
    int wanted = 0;
    for (int row = 0; row < table.size(); row++) {
      wanted += isWanted(row, triedBefore) ? 1 : 0;
    }
    return wanted;
  }

  private boolean isWanted(int row, long triedBefore) {
    long inode = table.inode(row);
    return inode != 0
        && table.pid(row) <= 0
        && cache.isWanted(cache.placeOf(inode, table.cookie(row)), triedBefore);
  }

  private void walk(DescriptorWalk descriptors, int wanted, long startMs) {
    Set<Integer> suspects = walked ? suspects() : Set.of();
    denied = descriptors.run(cache, wanted, suspects, walked).denied() > 0;
    walked = true;
    long end = clockMs.getAsLong();
    nextWalkMs = end + Math.max(LEAST_PAUSE_MS, PAUSE_PER_WALK_TIME * (end - startMs));
    for (int row = 0; row < table.size(); row++) {
      long inode = table.inode(row);
      if (inode != 0 && table.pid(row) <= 0) {
        cache.setTried(cache.placeOf(inode, table.cookie(row)), end);
      }
    }
  }

  private Set<Integer> suspects() {
    var unused = assign();
    long triedBefore = clockMs.getAsLong() - RETRY_AFTER_MS;
    return Suspects.of(table, this, row -> isWanted(row, triedBefore), cgroups);
  }

  /** Tells whether a socket is held by a process that could not be seen. */
  private boolean assign() {
    boolean unseen = false;
    for (int row = 0; row < table.size(); row++) {
      Holder holder = null;
      if (table.pid(row) > 0) {
        holder = told(table.pid(row));
      } else if (table.inode(row) != 0) {
        holder = cache.holder(cache.placeOf(table.inode(row), table.cookie(row)));
        unseen |= holder == null;
      }
      holders[row] = holder == null ? visible(row) : holder;
    }
    return unseen;
  }

  private @Nullable Holder told(int pid) {
    return told.computeIfAbsent(pid, id -> processes.holder(id).orElse(Holder.NOBODY));
  }

  /** What needs no rights: the unit or container, or the user; without an inode it is nobody's. */
  private @Nullable Holder visible(int row) {
    if (table.inode(row) == 0) {
      return null;
    }
    Optional<Holder> group = cgroups.holder(table.cgroupId(row));
    return group.isPresent() || table.uid(row) == SocketTable.UNKNOWN
        ? group.orElse(null)
        : users.computeIfAbsent(table.uid(row), Holder::ofUser);
  }
}
