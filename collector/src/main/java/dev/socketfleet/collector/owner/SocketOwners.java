package dev.socketfleet.collector.owner;

import dev.socketfleet.collector.source.SocketTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who holds which socket and looks only for what is new. A socket is known by inode and
 * cookie together, since the kernel gives inodes out again. Looking walks the files of all
 * processes, so it is done at most for one twentieth of the time. Owned by one thread.
 */
public final class SocketOwners {

  /** Why an owner may be missing, for the snapshot. */
  public static final String MISSING_RIGHTS =
      "owners: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH";

  private static final long MIN_PAUSE_MS = 1_500;
  private static final long PAUSE_PER_WALK = 20;

  /** What nobody was found for is looked for again after this long. */
  private static final long RETRY_MS = 60_000;

  private final ProcessTable processes;
  private final Map<Long, Known> byInode = new HashMap<>();
  private final Map<Long, Holder> users = new HashMap<>();
  private final Map<Integer, Holder> byPid = new HashMap<>();
  private long walkedAtMs = Long.MIN_VALUE / 2;
  private long pauseMs;

  private record Known(long cookie, Holder holder, long atMs) {}

  public SocketOwners() {
    this(Path.of("/proc"));
  }

  SocketOwners(Path proc) {
    this.processes = new ProcessTable(proc);
  }

  /**
   * Who holds the sockets of this capture.
   *
   * @param nowMs of a clock that never jumps
   */
  public SocketHolders of(SocketTable table, long nowMs) {
    byPid.clear();
    Set<Long> wanted = unknown(table, nowMs);
    if (!wanted.isEmpty() && nowMs - walkedAtMs >= pauseMs) {
      walk(table, wanted, nowMs);
    }
    return row -> holder(table, row);
  }

  /** What the last search could not see, for the snapshot's notes. */
  public List<String> notes() {
    return processes.wasDenied() ? List.of(MISSING_RIGHTS) : List.of();
  }

  private Set<Long> unknown(SocketTable table, long nowMs) {
    Set<Long> unknown = new HashSet<>();
    for (int row = 0; row < table.size(); row++) {
      long inode = table.inode(row);
      if (inode != 0 && table.pid(row) <= 0 && !isKnown(inode, table.cookie(row), nowMs)) {
        unknown.add(inode);
      }
    }
    return unknown;
  }

  private boolean isKnown(long inode, long cookie, long nowMs) {
    Known known = byInode.get(inode);
    return known != null
        && known.cookie() == cookie
        && (known.holder().isNamed() || nowMs - known.atMs() < RETRY_MS);
  }

  private void walk(SocketTable table, Set<Long> wanted, long nowMs) {
    long startNanos = System.nanoTime();
    Map<Long, Holder> found = processes.find(wanted);
    long tookMs = (System.nanoTime() - startNanos) / 1_000_000;
    walkedAtMs = nowMs;
    pauseMs = Math.max(MIN_PAUSE_MS, tookMs * PAUSE_PER_WALK);
    Set<Long> present = new HashSet<>();
    for (int row = 0; row < table.size(); row++) {
      long inode = table.inode(row);
      present.add(inode);
      if (wanted.contains(inode)) {
        Holder holder = found.getOrDefault(inode, user(table.uid(row)));
        byInode.put(inode, new Known(table.cookie(row), holder, nowMs));
      }
    }
    byInode.keySet().retainAll(present);
  }

  private @Nullable Holder holder(SocketTable table, int row) {
    if (table.pid(row) > 0) {
      return byPid.computeIfAbsent(table.pid(row), processes::holder);
    }
    long inode = table.inode(row);
    if (inode == 0) {
      return null;
    }
    Known known = byInode.get(inode);
    return known != null && known.cookie() == table.cookie(row)
        ? known.holder()
        : user(table.uid(row));
  }

  private Holder user(long uid) {
    return uid < 0 ? Holder.NOBODY : users.computeIfAbsent(uid, Holder::ofUser);
  }
}
