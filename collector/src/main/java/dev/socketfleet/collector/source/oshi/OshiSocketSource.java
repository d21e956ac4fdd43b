package dev.socketfleet.collector.source.oshi;

import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.collector.source.SocketSource;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.collector.source.namespace.NamespaceFactsReader;
import dev.socketfleet.collector.source.namespace.NetworkNamespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads sockets through OSHI: Windows, macOS, the BSDs, Solaris, AIX, and the last resort on Linux.
 * Knows the process of a socket, but no inode, no uid and no limit of an accept queue, and only the
 * collector's own network namespace. Owned by one thread.
 */
public final class OshiSocketSource implements SocketSource {

  /** The name of this source. */
  public static final String NAME = "oshi";

  /** What OSHI reads on Linux, where it answers with nothing when it may not. */
  private static final Path LINUX_TABLE = Path.of("/proc/net/tcp");

  private final boolean onLinux = System.getProperty("os.name").equals("Linux");
  private final NamespaceScope scope;
  private final NetworkNamespaces namespaces;
  private final NamespaceFactsReader facts;
  private @Nullable OshiConnections connections;

  /** A source; the scope only decides whether it says that it cannot do more. */
  public OshiSocketSource(NamespaceScope scope, Clock clock) {
    this.scope = scope;
    namespaces = NetworkNamespaces.ofHost(NamespaceScope.OWN, clock);
    facts = NamespaceFactsReader.ofHost(clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Only here is OSHI loaded: it takes its time and its memory. */
  @Override
  public void start() throws SourceUnavailableException {
    try {
      connections = new OshiConnections(onLinux);
    } catch (RuntimeException | LinkageError e) {
      throw new SourceUnavailableException("OSHI does not work here: " + e.getMessage(), e);
    }
  }

  @Override
  public Capture capture(SocketTable into) {
    OshiConnections reader = connections;
    if (reader == null) {
      throw new IllegalStateException("the source was not started");
    }
    into.clear();
    List<String> notes = new ArrayList<>();
    if (onLinux && scope != NamespaceScope.OWN) {
      notes.add("namespaces: only its own (the source oshi knows no others)");
    }
    boolean complete = read(reader, into, notes);
    return new Capture(complete, notes, facts.describe(namespaces.find()));
  }

  /** OSHI gives an empty answer where it fails; no system but a bare Linux namespace has none. */
  private boolean read(OshiConnections reader, SocketTable into, List<String> notes) {
    try {
      boolean any = reader.read(into);
      if (any || (onLinux && Files.isReadable(LINUX_TABLE))) {
        return true;
      }
      notes.add("oshi: it told no sockets at all, which is no count of zero");
    } catch (RuntimeException | LinkageError e) {
      notes.add("oshi: " + e);
    }
    return false;
  }

  @Override
  public void close() {
    connections = null;
  }
}
