package dev.socketfleet.collector.source.netlink;

import dev.socketfleet.collector.source.namespace.FoundNamespace;
import dev.socketfleet.collector.source.namespace.NamespaceThread;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One netlink socket for each namespace, opened inside it and kept. A kept socket keeps its
 * namespace alive, so those of namespaces that nobody else holds must go at once: {@link
 * #keepOnly}. Owned by one thread.
 */
final class NamespaceSockets implements AutoCloseable {

  private final DirectBuffer buffer;
  private final Map<Long, DiagSocket> sockets = new HashMap<>();

  NamespaceSockets(DirectBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * The socket in this namespace.
   *
   * @throws IOException when there is none yet and the namespace cannot be entered
   */
  DiagSocket in(FoundNamespace namespace) throws IOException {
    DiagSocket known = sockets.get(namespace.inode());
    if (known != null) {
      return known;
    }
    DiagSocket fresh =
        namespace.isOwn()
            ? DiagSocket.open(buffer)
            : NamespaceThread.call(namespace, () -> DiagSocket.open(buffer));
    sockets.put(namespace.inode(), fresh);
    return fresh;
  }

  /** Closes the socket of one namespace; the next use opens another. */
  void drop(FoundNamespace namespace) {
    DiagSocket socket = sockets.remove(namespace.inode());
    if (socket != null) {
      socket.close();
    }
  }

  /** Lets go of every namespace that is not in the list. */
  void keepOnly(List<FoundNamespace> namespaces) {
    if (sockets.size() == namespaces.size()
        && namespaces.stream().allMatch(found -> sockets.containsKey(found.inode()))) {
      return;
    }
    Set<Long> gone = new HashSet<>(sockets.keySet());
    namespaces.forEach(found -> gone.remove(found.inode()));
    gone.forEach(
        inode -> {
          DiagSocket socket = sockets.remove(inode);
          if (socket != null) {
            socket.close();
          }
        });
  }

  @Override
  public void close() {
    sockets.values().forEach(DiagSocket::close);
    sockets.clear();
  }
}
