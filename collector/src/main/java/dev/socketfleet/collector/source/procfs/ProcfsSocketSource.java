package dev.socketfleet.collector.source.procfs;

import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.collector.source.SocketSource;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.collector.source.namespace.FoundNamespace;
import dev.socketfleet.collector.source.namespace.NamespaceFactsReader;
import dev.socketfleet.collector.source.namespace.NamespaceThread;
import dev.socketfleet.collector.source.namespace.NetworkNamespaces;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads sockets from {@code /proc/net/tcp} and {@code tcp6}: Linux where netlink is not there. It
 * knows no cookies, no cgroups and no limit of an accept queue. Owned by one thread.
 */
public final class ProcfsSocketSource implements SocketSource {

  /** The name of this source. */
  public static final String NAME = "procfs";

  /** Not {@code /proc/net}: that shows the namespace of the main thread. */
  private static final Path THREAD_NET = Path.of("/proc/thread-self/net");

  private final NetworkNamespaces namespaces;
  private final NamespaceFactsReader facts;
  private final ProcTcpFile file = new ProcTcpFile(ByteOrder.nativeOrder());

  /** A source of the namespaces in this scope. */
  public ProcfsSocketSource(NamespaceScope scope, Clock clock) {
    namespaces = NetworkNamespaces.ofHost(scope, clock);
    facts = NamespaceFactsReader.ofHost(clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() throws SourceUnavailableException {
    Path table = THREAD_NET.resolve("tcp");
    if (!Files.isReadable(table)) {
      throw new SourceUnavailableException("%s cannot be read".formatted(table));
    }
  }

  @Override
  public Capture capture(SocketTable into) {
    into.clear();
    List<FoundNamespace> found = namespaces.find();
    List<String> notes = new ArrayList<>(namespaces.notes());
    List<FoundNamespace> entered = new ArrayList<>(found.size());
    boolean complete = true;
    for (FoundNamespace namespace : found) {
      int before = into.size();
      into.enterNamespace(entered.size());
      try {
        complete &= read(namespace, into, notes);
        entered.add(namespace);
      } catch (IOException | LinkageError e) {
        into.truncate(before);
        notes.add("procfs: sockets of %s: %s".formatted(namespace.name(), e.getMessage()));
        complete &= !namespace.isOwn() && !namespace.isInhabited();
        if (namespace.isOwn()) {
          entered.add(namespace);
        }
      }
    }
    into.deduplicate();
    return new Capture(complete, notes, facts.describe(entered));
  }

  private boolean read(FoundNamespace namespace, SocketTable into, List<String> notes)
      throws IOException {
    if (namespace.isOwn()) {
      return read(THREAD_NET, into, notes);
    }
    return namespace.isInhabited()
        ? read(Path.of("/proc", Integer.toString(namespace.pid()), "net"), into, notes)
        : NamespaceThread.call(namespace, () -> read(THREAD_NET, into, notes));
  }

  /** Whether every socket of both families was read. A kernel without IPv6 has no tcp6. */
  private boolean read(Path net, SocketTable into, List<String> notes) throws IOException {
    boolean all = readFile(net.resolve("tcp"), into, notes);
    Path tcp6 = net.resolve("tcp6");
    return Files.exists(tcp6) ? readFile(tcp6, into, notes) && all : all;
  }

  private boolean readFile(Path path, SocketTable into, List<String> notes) throws IOException {
    ProcTcpFaults faults = file.read(path, into);
    notes.addAll(faults.messages());
    return faults.lostSockets() == 0;
  }

  @Override
  public void close() {
    // Holds no file between two captures.
  }
}
