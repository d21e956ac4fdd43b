package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.window.HostWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last values of the kernel's cumulative counters, to tell by how much they rise. A counter
 * that fell began anew (a reboot, a new namespace of the old name) and rose by its value.
 */
final class CounterLog {

  private static final int MAX_TEXT_BYTES = 65_536;

  private final Map<String, Map<String, Long>> last = new HashMap<>();

  /** Adds the rise since the snapshot before to the window; the first snapshot has none. */
  void advance(List<Namespace> namespaces, HostWindow window) {
    for (Namespace namespace : namespaces) {
      Map<String, Long> before = last.get(namespace.name());
      if (before != null) {
        namespace
            .tcp()
            .forEach(
                (counter, value) -> {
                  Long old = before.get(counter);
                  if (old != null) {
                    window.addCounter(
                        namespace.name(), counter, value >= old ? value - old : value);
                  }
                });
      }
    }
    last.clear();
    namespaces.forEach(namespace -> last.put(namespace.name(), namespace.tcp()));
  }

  void encode(BinaryWriter out) {
    out.varint(last.size());
    last.forEach(
        (netns, counters) -> {
          out.text(netns);
          out.varint(counters.size());
          counters.forEach(
              (counter, value) -> {
                out.text(counter);
                out.varint(value);
              });
        });
  }

  static CounterLog decode(BinaryReader in) {
    CounterLog log = new CounterLog();
    int namespaces = in.varint(Integer.MAX_VALUE);
    for (int i = 0; i < namespaces; i++) {
      String netns = in.text(MAX_TEXT_BYTES);
      Map<String, Long> counters = new HashMap<>();
      int size = in.varint(Integer.MAX_VALUE);
      for (int j = 0; j < size; j++) {
        counters.put(in.text(MAX_TEXT_BYTES), in.varint());
      }
      log.last.put(netns, Map.copyOf(counters));
    }
    return log;
  }
}
