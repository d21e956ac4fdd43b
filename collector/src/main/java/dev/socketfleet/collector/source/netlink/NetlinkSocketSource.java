package dev.socketfleet.collector.source.netlink;

import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.collector.source.SocketSource;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.collector.source.namespace.FoundNamespace;
import dev.socketfleet.collector.source.namespace.NamespaceFactsReader;
import dev.socketfleet.collector.source.namespace.NetworkNamespaces;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads sockets from the kernel's own tables, sock_diag(7): the default on Linux. Works without any
 * rights for the collector's own network namespace. Owned by one thread.
 */
public final class NetlinkSocketSource implements SocketSource {

  /** The name of this source. */
  public static final String NAME = "netlink";

  private static final List<DiagRequest> SINGLE_PASS = List.of(DiagRequest.BOTH_FAMILIES);
  private static final List<DiagRequest> PER_FAMILY = List.of(DiagRequest.IPV4, DiagRequest.IPV6);

  private final NetworkNamespaces namespaces;
  private final NamespaceFactsReader facts;
  private @Nullable Opened opened;

  /** What {@link #start()} brings up: no native code is loaded before. */
  private record Opened(DiagDump dump, NamespaceSockets sockets, List<DiagRequest> requests) {}

  /** A source of the namespaces in this scope. */
  public NetlinkSocketSource(NamespaceScope scope, Clock clock) {
    namespaces = NetworkNamespaces.ofHost(scope, clock);
    facts = NamespaceFactsReader.ofHost(clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() throws SourceUnavailableException {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new SourceUnavailableException("needs Linux");
    }
    try {
      DirectBuffer buffer = DirectBuffer.allocate();
      opened = open(new DiagDump(buffer), new NamespaceSockets(buffer));
    } catch (IOException e) {
      throw new SourceUnavailableException(String.valueOf(e.getMessage()), e);
    } catch (LinkageError e) {
      throw new SourceUnavailableException("JNA does not load its native part: " + e, e);
    }
  }

  /** Tries the single pass on the listeners; where it is refused, a pass for each family. */
  private Opened open(DiagDump dump, NamespaceSockets sockets) throws IOException {
    FoundNamespace own = namespaces.find().get(0);
    SocketTable listeners = new SocketTable();
    try {
      dump.read(sockets.in(own), SINGLE_PASS, DiagRequest.LISTENING, listeners);
      return new Opened(dump, sockets, SINGLE_PASS);
    } catch (IOException e) {
      sockets.drop(own);
    }
    try {
      dump.read(sockets.in(own), PER_FAMILY, DiagRequest.LISTENING, listeners);
      return new Opened(dump, sockets, PER_FAMILY);
    } catch (IOException e) {
      sockets.close();
      throw e;
    }
  }

  @Override
  public Capture capture(SocketTable into) {
    Opened parts = opened;
    if (parts == null) {
      throw new IllegalStateException("the source was not started");
    }
    into.clear();
    List<FoundNamespace> found = namespaces.find();
    parts.sockets().keepOnly(found);
    List<String> notes = new ArrayList<>(namespaces.notes());
    List<FoundNamespace> entered = new ArrayList<>(found.size());
    boolean complete = true;
    for (FoundNamespace namespace : found) {
      if (namespace.isOwn() || enter(parts, namespace, notes)) {
        into.enterNamespace(entered.size());
        entered.add(namespace);
        complete &= read(parts, namespace, into, notes);
      }
    }
    return new Capture(complete, notes, facts.describe(entered));
  }

  private static boolean enter(Opened parts, FoundNamespace namespace, List<String> notes) {
    try {
      parts.sockets().in(namespace);
      return true;
    } catch (IOException | LinkageError e) {
      notes.add("namespaces: %s not entered: %s".formatted(namespace.name(), e.getMessage()));
      return false;
    }
  }

  private static boolean read(
      Opened parts, FoundNamespace namespace, SocketTable into, List<String> notes) {
    try {
      DiagSocket socket = parts.sockets().in(namespace);
      parts.dump().read(socket, parts.requests(), DiagRequest.ALL_STATES, into);
      return true;
    } catch (IOException e) {
      parts.sockets().drop(namespace);
      notes.add("netlink: sockets of %s: %s".formatted(namespace.name(), e.getMessage()));
      return false;
    }
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.sockets().close();
      opened = null;
    }
  }
}
