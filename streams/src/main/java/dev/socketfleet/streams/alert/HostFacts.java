package dev.socketfleet.streams.alert;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What alerts say of a host beside its sockets, from its last snapshot. */
record HostFacts(String name, Map<String, String> labels, String os) {

  static final HostFacts UNKNOWN = new HostFacts("", Map.of(), "");

  private static final int MAX_TEXT_BYTES = 65_536;
  private static final int MAX_LABELS = 4_096;

  void encode(BinaryWriter out) {
    out.text(name);
    out.text(os);
    out.varint(labels.size());
    new TreeMap<>(labels)
        .forEach(
            (key, value) -> {
              out.text(key);
              out.text(value);
            });
  }

  static HostFacts decode(BinaryReader in) {
    String name = in.text(MAX_TEXT_BYTES);
    String os = in.text(MAX_TEXT_BYTES);
    Map<String, String> labels = new LinkedHashMap<>();
    for (int left = in.varint(MAX_LABELS); left > 0; left--) {
      labels.put(in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES));
    }
    return new HostFacts(name, Map.copyOf(labels), os);
  }
}
