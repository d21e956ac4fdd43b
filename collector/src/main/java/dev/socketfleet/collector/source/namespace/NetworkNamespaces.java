package dev.socketfleet.collector.source.namespace;

import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.collector.source.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Finds the network namespaces of a Linux host: those that a process lives in and those that are
 * mounted under {@code /run/netns}. A new one is seen after at most {@link #RESCAN}, a gone one at
 * the next look. Owned by one thread.
 */
public final class NetworkNamespaces {

  /** Longest time between two walks over all processes, about 5 microseconds each. */
  static final Duration RESCAN = Duration.ofSeconds(5);

  /** The process whose namespace is the host's. */
  static final int HOST_PID = 1;

  private final Path proc;
  private final Path mounts;
  private final Clock clock;
  private final NamespaceNames names;
  private final FoundNamespace own;
  private final String refusal;
  private final boolean all;

  private List<FoundNamespace> found;
  private Instant nextScan = Instant.MIN;
  private int denied;

  /** The namespaces of this host, of which the scope says how many to read. */
  public static NetworkNamespaces ofHost(NamespaceScope scope, Clock clock) {
    return new NetworkNamespaces(Path.of("/proc"), Path.of("/run/netns"), scope, clock);
  }

  NetworkNamespaces(Path proc, Path mounts, NamespaceScope scope, Clock clock) {
    this.proc = proc;
    this.mounts = mounts;
    this.clock = clock;
    names = new NamespaceNames(proc);
    Path entrance = proc.resolve("thread-self/ns/net");
    int pid = (int) ProcessHandle.current().pid();
    own = new FoundNamespace(NetworkNamespace.OWN, inodeOrNone(entrance), pid, entrance);
    found = List.of(own);
    refusal = refusalOf(scope);
    all = scope != NamespaceScope.OWN && refusal.isEmpty();
  }

  /** The namespaces to read, the collector's own first. */
  public List<FoundNamespace> find() {
    if (all && (!clock.instant().isBefore(nextScan) || !allAlive())) {
      found = scan();
      nextScan = clock.instant().plus(RESCAN);
    }
    return found;
  }

  /** Why not all namespaces of the host are read; empty when they are, or were not asked for. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!refusal.isEmpty()) {
      notes.add("namespaces: only its own (%s)".formatted(refusal));
    }
    if (denied > 0) {
      notes.add(
          "namespaces: %d processes may not be looked at; one that only they live in is missing"
              .formatted(denied));
    }
    return notes;
  }

  /** Why the namespaces beside its own are not read; empty when nothing is refused. */
  private String refusalOf(NamespaceScope scope) {
    return switch (scope) {
      case OWN -> "";
      case ALL -> missingRights();
      case AUTO -> {
        long host = hostInode();
        String missing = missingRights();
        if (host == NamespaceLinks.NONE && !missing.isEmpty()) {
          yield missing;
        }
        yield host != own.inode() ? "it does not run in that of process 1" : missing;
      }
    };
  }

  private String missingRights() {
    List<String> missing = ProcessRights.missing(proc);
    return missing.isEmpty() ? "" : "needs " + String.join(" and ", missing);
  }

  /** Process 1 may refuse to be looked at even by root; kernel threads live where it started. */
  private long hostInode() {
    long inode = inodeOrNone(proc.resolve(HOST_PID + "/ns/net"));
    if (inode == NamespaceLinks.NONE && commandOf(2).equals("kthreadd")) {
      return inodeOrNone(proc.resolve("2/ns/net"));
    }
    return inode;
  }

  private String commandOf(int pid) {
    try {
      return Files.readString(proc.resolve(pid + "/comm")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static long inodeOrNone(Path link) {
    try {
      return NamespaceLinks.inodeOfLink(link);
    } catch (IOException e) {
      return NamespaceLinks.NONE;
    }
  }

  private boolean allAlive() {
    for (FoundNamespace namespace : found) {
      if (!namespace.isOwn() && !isAlive(namespace)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlive(FoundNamespace namespace) {
    try {
      long inode =
          namespace.isInhabited()
              ? NamespaceLinks.inodeOfLink(namespace.entrance())
              : NamespaceLinks.inodeOfMount(namespace.entrance());
      return inode == namespace.inode();
    } catch (IOException e) {
      return false;
    }
  }

  private List<FoundNamespace> scan() {
    NamespaceScan scan = NamespaceScan.of(proc, mounts, own.inode());
    denied = scan.denied();
    List<Long> inodes = scan.inodes();
    names.keepOnly(new HashSet<>(inodes));
    List<FoundNamespace> result = new ArrayList<>();
    result.add(own);
    for (long inode : inodes) {
      int pid = scan.pidOf(inode);
      String name = names.nameOf(inode, pid, scan.mountNameOf(inode));
      result.add(new FoundNamespace(name, inode, pid, entrance(scan, inode)));
    }
    return List.copyOf(result);
  }

  private Path entrance(NamespaceScan scan, long inode) {
    Path mount = scan.mounted().get(inode);
    int pid = scan.pidOf(inode);
    return pid == NetworkNamespace.NO_PROCESS && mount != null
        ? mount
        : proc.resolve(pid + "/ns/net");
  }
}
