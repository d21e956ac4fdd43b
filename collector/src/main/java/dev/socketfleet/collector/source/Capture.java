package dev.socketfleet.collector.source;

import java.util.List;

/**
 * What one reading of a host's sockets gave beside the rows of the {@link SocketTable}.
 *
 * @param complete false when a part could not be read: the rows then are no measurement
 * @param notes what could not be read and why, for people; no note twice
 * @param namespaces the network namespaces read, at {@link SocketTable#namespaceIndex}; the
 *     collector's own is the first and called {@code host}
 */
public record Capture(boolean complete, List<String> notes, List<NetworkNamespace> namespaces) {

  public Capture {
    notes = notes.stream().distinct().toList();
    namespaces = List.copyOf(namespaces);
    if (namespaces.isEmpty()) {
      throw new IllegalArgumentException("a capture needs at least the collector's own namespace");
    }
  }
}
