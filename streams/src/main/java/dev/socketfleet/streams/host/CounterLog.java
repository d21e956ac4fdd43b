package dev.socketfleet.streams.host;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.window.HostSample;
import dev.socketfleet.streams.window.HostWindow;
import java.util.HashMap;
import java.util.Map;

/**
 * The last values of the kernel's cumulative counters, to tell by how much they rise. A counter
 * that fell began anew (a reboot, a new namespace of the old name) and rose by its value.
 */
final class CounterLog {

  private static final int MAX_TEXT_BYTES = 65_536;

  private final Map<String, Map<String, Long>> last = new HashMap<>();

  /** Adds the rise since the snapshot before to the window; the first snapshot has none. */
  void advance(HostSample sample, HostWindow window) {
    sample
        .namespaces()
        .forEach(
            (netns, namespace) -> {
              Map<String, Long> before = last.getOrDefault(netns, Map.of());
              namespace
                  .tcp()
                  .forEach(
                      (counter, value) -> {
                        Long old = before.get(counter);
                        if (old != null) {
                          window.addCounter(netns, counter, rise(old, value));
                        }
                      });
            });
    last.clear();
    sample.namespaces().forEach((netns, namespace) -> last.put(netns, namespace.tcp()));
  }

  private static long rise(long before, long now) {
    return now >= before ? now - before : now;
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
