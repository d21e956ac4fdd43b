package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole snapshot in a fifth of the bytes that it has as JSON. Whoever stores it says the version.
 */
final class CompactSnapshot {

  private static final int MAX = 1_000_000_000;

  /** Longer than any text that a snapshot may carry. */
  private static final int MAX_TEXT_BYTES = 65_536;

  private CompactSnapshot() {}

  static byte[] encode(Snapshot snapshot) {
    BinaryWriter out = new BinaryWriter(512 + 64 * snapshot.groups().size());
    out.text(snapshot.host());
    texts(snapshot.labels(), out);
    out.text(snapshot.os());
    out.text(snapshot.boot());
    out.varint(snapshot.seq());
    out.zigzag(snapshot.capturedAt().toEpochMilli());
    out.varint(snapshot.interval().toMillis());
    out.text(snapshot.source());
    out.flag(snapshot.complete());
    out.varint(snapshot.notes().size());
    snapshot.notes().forEach(out::text);
    out.varint(snapshot.groups().size());
    @Nullable Group before = null;
    for (Group group : snapshot.groups()) {
      CompactGroup.encode(group, before, out);
      before = group;
    }
    out.varint(snapshot.namespaces().size());
    snapshot.namespaces().forEach(namespace -> namespace(namespace, out));
    out.text(snapshot.collector().version());
    out.varint(snapshot.collector().captureMicros());
    out.varint(snapshot.collector().rssBytes());
    out.varint(snapshot.collector().dropped());
    return out.toByteArray();
  }

  private static void texts(Map<String, String> texts, BinaryWriter out) {
    out.varint(texts.size());
    texts.forEach(
        (key, value) -> {
          out.text(key);
          out.text(value);
        });
  }

  private static void namespace(Namespace namespace, BinaryWriter out) {
    out.text(namespace.name());
    out.varint(namespace.inode());
    out.varint(namespace.tcp().size());
    namespace
        .tcp()
        .forEach(
            (counter, value) -> {
              out.text(counter);
              out.varint(value);
            });
    KernelLimits limits = namespace.limits();
    out.zigzag(limits.synBacklog());
    out.zigzag(limits.somaxconn());
    out.zigzag(limits.syncookies());
    out.zigzag(limits.ephemeralFrom());
    out.zigzag(limits.ephemeralTo());
    out.varint(namespace.destinations().size());
    for (Destination destination : namespace.destinations()) {
      out.text(destination.local());
      out.text(destination.remote());
      out.varint(destination.port());
      out.varint(destination.used());
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged
   */
  static Snapshot decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    return new Snapshot(
        in.text(MAX_TEXT_BYTES),
        texts(in),
        in.text(MAX_TEXT_BYTES),
        in.text(MAX_TEXT_BYTES),
        in.varint(),
        Instant.ofEpochMilli(in.zigzag()),
        Duration.ofMillis(in.varint()),
        in.text(MAX_TEXT_BYTES),
        in.flag(),
        notes(in),
        groups(in),
        namespaces(in),
        new CollectorHealth(in.text(MAX_TEXT_BYTES), in.varint(), in.varint(), in.varint()));
  }

  private static Map<String, String> texts(BinaryReader in) {
    Map<String, String> texts = new HashMap<>();
    for (int left = in.varint(MAX); left > 0; left--) {
      texts.put(in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES));
    }
    return texts;
  }

  private static List<String> notes(BinaryReader in) {
    List<String> notes = new ArrayList<>();
    for (int left = in.varint(MAX); left > 0; left--) {
      notes.add(in.text(MAX_TEXT_BYTES));
    }
    return notes;
  }

  private static List<Group> groups(BinaryReader in) {
    List<Group> groups = new ArrayList<>();
    @Nullable Group before = null;
    for (int left = in.varint(MAX); left > 0; left--) {
      before = CompactGroup.decode(before, in);
      groups.add(before);
    }
    return groups;
  }

  private static List<Namespace> namespaces(BinaryReader in) {
    List<Namespace> namespaces = new ArrayList<>();
    for (int left = in.varint(MAX); left > 0; left--) {
      namespaces.add(
          new Namespace(
              in.text(MAX_TEXT_BYTES), in.varint(), counters(in), limits(in), destinations(in)));
    }
    return namespaces;
  }

  private static Map<String, Long> counters(BinaryReader in) {
    Map<String, Long> counters = new HashMap<>();
    for (int left = in.varint(MAX); left > 0; left--) {
      counters.put(in.text(MAX_TEXT_BYTES), in.varint());
    }
    return counters;
  }

  private static KernelLimits limits(BinaryReader in) {
    return new KernelLimits(in.zigzag(), in.zigzag(), in.zigzag(), in.zigzag(), in.zigzag());
  }

  private static List<Destination> destinations(BinaryReader in) {
    List<Destination> destinations = new ArrayList<>();
    for (int left = in.varint(MAX); left > 0; left--) {
      destinations.add(
          new Destination(
              in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES), in.varint(65_535), in.varint()));
    }
    return destinations;
  }
}
