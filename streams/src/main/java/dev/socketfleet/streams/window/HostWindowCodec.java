package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.window.HostWindow.CounterKey;
import dev.socketfleet.streams.window.HostWindow.GroupKey;

/** The compact binary form of a window, as it lies in the stores. */
final class HostWindowCodec {

  private static final int VERSION = 3;

  private static final int MAX_SIZE = 1_000_000_000;

  /** Longer than any text that a snapshot may carry. */
  private static final int MAX_TEXT_BYTES = 65_536;

  private HostWindowCodec() {}

  static void encode(HostWindow window, BinaryWriter out) {
    out.varint(VERSION);
    out.varint(window.startMs);
    out.varint(window.endMs - window.startMs);
    out.varint(window.revision);
    out.varint(window.samples);
    out.zigzag(window.newestAtMs);
    out.zigzag(window.newestSeq);
    out.varint(window.newestId);
    out.zigzag(window.countedOffset);
    out.varint(window.countedAppendMs);
    window.totals.encode(out);
    out.varint(window.endpoints.size());
    window.endpoints.forEach(
        (endpoint, cells) -> {
          encode(out, endpoint);
          cells.encode(out, window.startMs);
        });
    encodeGroups(window, out);
    out.varint(window.counters.size());
    window.counters.forEach(
        (key, cell) -> {
          out.text(key.netns());
          out.text(key.counter());
          cell.encode(out, window.startMs);
        });
  }

  private static void encodeGroups(HostWindow window, BinaryWriter out) {
    out.flag(window.groupless);
    out.varint(window.groups.size());
    window.groups.forEach(
        (key, cells) -> {
          out.text(key.netns());
          encode(out, key.endpoint());
          out.text(key.owner().kind().wireName());
          out.text(key.owner().name());
          EndpointCells endpoint = window.endpoints.get(key.endpoint());
          boolean same = endpoint != null && endpoint.states().hasSameCells(cells);
          out.flag(same);
          if (!same) {
            cells.encode(out);
          }
        });
  }

  static HostWindow decode(BinaryReader in, WindowPart part) {
    int version = in.varint(MAX_SIZE);
    if (version != VERSION) {
      throw new BinaryFormatException(
          "a stored window has version %d but this program reads %d".formatted(version, VERSION));
    }
    long startMs = in.varint();
    HostWindow window = new HostWindow(startMs, startMs + in.varint());
    window.revision = in.varint(MAX_SIZE);
    window.samples = in.varint(MAX_SIZE);
    window.newestAtMs = in.zigzag();
    window.newestSeq = in.zigzag();
    window.newestId = in.varint(MAX_SIZE);
    window.countedUpTo(in.zigzag(), in.varint());
    window.totals = StateCells.decode(in);
    if (part instanceof WindowPart.Totals) {
      return window;
    }
    if (part instanceof WindowPart.OneEndpoint only) {
      decodeOnly(window, only.endpoint(), in);
      return window;
    }
    for (int left = in.varint(MAX_SIZE); left > 0; left--) {
      window.endpoints.put(decodeEndpoint(in.varint(MAX_SIZE)), EndpointCells.decode(in, startMs));
    }
    decodeGroups(window, in);
    for (int left = in.varint(MAX_SIZE); left > 0; left--) {
      CounterKey key = new CounterKey(in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES));
      window.counters.put(key, SampledCell.decode(in, startMs));
    }
    return window;
  }

  private static void decodeOnly(HostWindow window, Endpoint endpoint, BinaryReader in) {
    int wanted = packed(endpoint);
    for (int left = in.varint(MAX_SIZE); left > 0; left--) {
      if (in.varint(MAX_SIZE) == wanted) {
        window.endpoints.put(endpoint, EndpointCells.decode(in, window.startMs));
        return;
      }
      EndpointCells.skip(in);
    }
  }

  private static void decodeGroups(HostWindow window, BinaryReader in) {
    window.groupless = in.flag();
    for (int left = in.varint(MAX_SIZE); left > 0; left--) {
      String netns = in.text(MAX_TEXT_BYTES);
      Endpoint endpoint = decodeEndpoint(in.varint(MAX_SIZE));
      OwnerKind kind = OwnerKind.ofWireName(in.text(MAX_TEXT_BYTES));
      Owner owner = new Owner(kind, in.text(MAX_TEXT_BYTES));
      window.groups.put(new GroupKey(netns, endpoint, owner), decodeGroup(window, endpoint, in));
    }
  }

  private static StateCells decodeGroup(HostWindow window, Endpoint endpoint, BinaryReader in) {
    if (!in.flag()) {
      return StateCells.decode(in);
    }
    EndpointCells cells = window.endpoints.get(endpoint);
    if (cells == null) {
      throw new BinaryFormatException(
          "a stored window has a group of %s but not the endpoint".formatted(endpoint));
    }
    return cells.isShared() ? cells.states().copy() : cells.share();
  }

  private static void encode(BinaryWriter out, Endpoint endpoint) {
    out.varint(packed(endpoint));
  }

  private static int packed(Endpoint endpoint) {
    return endpoint.port() << 1 | (endpoint.role() == Role.SERVER ? 0 : 1);
  }

  private static Endpoint decodeEndpoint(int packed) {
    return new Endpoint((packed & 1) == 0 ? Role.SERVER : Role.CLIENT, packed >> 1);
  }
}
