package dev.socketfleet.collector.source;

/**
 * One way to read all TCP sockets of a host. Used by one thread at a time.
 *
 * <p>All sources tell the same states for the same sockets; they differ in cost and in what they
 * know beside the state (see {@link SocketTable}).
 */
public interface SocketSource extends AutoCloseable {

  /**
   * The name in snapshots and on the command line: {@code netlink}, {@code procfs}, {@code oshi}.
   */
  String name();

  /**
   * Opens what it needs and tries it once.
   *
   * @throws SourceUnavailableException when this host or these rights do not let it work
   */
  void start() throws SourceUnavailableException;

  /**
   * Reads all sockets into the table, whose former rows it forgets. Never throws for what the host
   * does: a read that fails or is cut gives {@code complete} false and a note.
   */
  Capture capture(SocketTable into);

  /** Frees what {@link #start()} opened; may be called twice. */
  @Override
  void close();
}
