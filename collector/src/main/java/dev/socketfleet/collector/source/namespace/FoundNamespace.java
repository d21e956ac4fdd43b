package dev.socketfleet.collector.source.namespace;

import dev.socketfleet.collector.source.NetworkNamespace;
import java.nio.file.Path;

/**
 * A network namespace of this host.
 *
 * @param name unique on the host, {@link NetworkNamespace#OWN} for the collector's own
 * @param inode number of the namespace
 * @param pid the lowest process id in it, {@link NetworkNamespace#NO_PROCESS} when it is only
 *     mounted
 * @param entrance the file that setns(2) takes
 */
public record FoundNamespace(String name, long inode, int pid, Path entrance) {

  /** Whether it is the one that the collector runs in. */
  public boolean isOwn() {
    return name.equals(NetworkNamespace.OWN);
  }

  /** Whether a process lives in it; else it is only mounted. */
  public boolean isInhabited() {
    return pid != NetworkNamespace.NO_PROCESS;
  }
}
