package dev.socketfleet.streams.topology;

import dev.socketfleet.streams.host.SavedHost;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Puts together what the store of hosts has in several entries. */
final class HostsReader {

  private final Iterator<KeyValue<String, byte[]>> entries;

  /**
   * Reads a range of the store.
   *
   * @param entries ascending by key
   */
  HostsReader(Iterator<KeyValue<String, byte[]>> entries) {
    this.entries = entries;
  }

  /** One host; empty when it is not stored. */
  static Optional<SavedHost> read(ReadOnlyKeyValueStore<String, byte[]> store, String host) {
    List<SavedHost> found = new ArrayList<>(1);
    try (KeyValueIterator<String, byte[]> range = store.range(host, HostKeys.last(host))) {
      new HostsReader(range).forEach(found::add);
    }
    return found.stream().findFirst();
  }

  /** Each host of the range. */
  void forEach(Consumer<SavedHost> action) {
    byte @Nullable [] record = null;
    String host = "";
    List<byte[]> deltas = new ArrayList<>();
    while (entries.hasNext()) {
      KeyValue<String, byte[]> entry = entries.next();
      if (HostKeys.isDelta(entry.key)) {
        // Without a record, as after a removal that was cut off, deltas mean nothing.
        if (HostKeys.isOf(entry.key, host)) {
          deltas.add(entry.value);
        }
      } else if (!entry.key.equals(HostKeys.POSITION)) {
        emit(record, deltas, action);
        record = entry.value;
        host = entry.key;
        deltas.clear();
      }
    }
    emit(record, deltas, action);
  }

  private static void emit(
      byte @Nullable [] record, List<byte[]> deltas, Consumer<SavedHost> action) {
    if (record != null) {
      action.accept(SavedHost.of(record, deltas));
    }
  }
}
