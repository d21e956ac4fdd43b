package dev.socketfleet.collector.source;

/**
 * A network namespace of the host, and its kernel counters and limits at the moment of the capture.
 *
 * @param name unique among the namespaces of one capture; {@code host} for the collector's own
 * @param inode number of the namespace, 0 where the system has none
 * @param pid a process that lives in it; {@link #NO_PROCESS} when it is only mounted
 */
public record NetworkNamespace(String name, long inode, int pid, NamespaceFacts facts) {

  /** The name of the collector's own namespace. */
  public static final String OWN = "host";

  /** Nobody lives in the namespace, or the system does not tell. */
  public static final int NO_PROCESS = -1;

  /** The only namespace of a system that has none. */
  public static NetworkNamespace only() {
    return new NetworkNamespace(OWN, 0, NO_PROCESS, NamespaceFacts.NONE);
  }
}
