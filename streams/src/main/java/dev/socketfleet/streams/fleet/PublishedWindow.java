package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The compact binary form of a published window of one endpoint, or of all, as it is stored. */
public final class PublishedWindow {

  private static final int VERSION = 1;
  private static final int QUEUED = 1;
  private static final int LIMIT = 2;
  private static final int MAX_TEXT_BYTES = 1_024;

  private PublishedWindow() {}

  /** The window, with its endpoint when it is of one. */
  public static byte[] encode(WindowCounts window) {
    BinaryWriter out = new BinaryWriter();
    out.varint(VERSION);
    out.text(window.scope());
    out.varint(window.start().toEpochMilli());
    out.varint(window.end().toEpochMilli() - window.start().toEpochMilli());
    out.varint(window.revision());
    out.varint(window.samples());
    out.varint(window.hosts().orElse(0));
    out.varint(window.missing().orElse(0));
    encodeStates(out, window.totals());
    out.flag(!window.endpoints().isEmpty());
    window.endpoints().forEach(endpoint -> encode(out, endpoint));
    return out.toByteArray();
  }

  private static void encodeStates(BinaryWriter out, Map<SocketState, Gauge> states) {
    out.varint(states.size());
    states.forEach(
        (state, gauge) -> {
          out.varint(state.code());
          encode(out, gauge);
        });
  }

  private static void encode(BinaryWriter out, EndpointWindow endpoint) {
    out.flag(endpoint.endpoint().role() == Role.SERVER);
    out.varint(endpoint.endpoint().port());
    out.varint(
        (endpoint.listenQueued().isPresent() ? QUEUED : 0)
            | (endpoint.listenLimit().isPresent() ? LIMIT : 0));
    endpoint.listenQueued().ifPresent(gauge -> encode(out, gauge));
    endpoint.listenLimit().ifPresent(gauge -> encode(out, gauge));
  }

  private static void encode(BinaryWriter out, Gauge gauge) {
    out.varint(gauge.min());
    out.varint(gauge.max());
    out.fixedDouble(gauge.mean());
    out.varint(gauge.last());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static WindowCounts decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int version = in.varint(Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new BinaryFormatException(
          "a stored fleet count has version %d but this program reads %d"
              .formatted(version, VERSION));
    }
    String scope = in.text(MAX_TEXT_BYTES);
    Instant start = Instant.ofEpochMilli(in.varint());
    Instant end = start.plusMillis(in.varint());
    int revision = in.varint(Integer.MAX_VALUE);
    int samples = in.varint(Integer.MAX_VALUE);
    int hosts = in.varint(Integer.MAX_VALUE);
    int missing = in.varint(Integer.MAX_VALUE);
    Map<SocketState, Gauge> states = states(in, Math.max(1, samples));
    List<EndpointWindow> endpoints =
        in.flag() ? List.of(endpoint(in, Math.max(1, samples), states)) : List.of();
    return new WindowCounts(
        scope,
        Optional.empty(),
        start,
        end,
        revision,
        samples,
        states,
        endpoints,
        OptionalInt.of(hosts),
        OptionalInt.of(missing));
  }

  private static Map<SocketState, Gauge> states(BinaryReader in, int samples) {
    Map<SocketState, Gauge> states = new EnumMap<>(SocketState.class);
    for (int left = in.varint(SocketState.COUNT); left > 0; left--) {
      SocketState state = SocketState.ofCode(in.varint(SocketState.COUNT));
      states.put(state, gauge(in, samples));
    }
    return states;
  }

  private static EndpointWindow endpoint(
      BinaryReader in, int samples, Map<SocketState, Gauge> states) {
    Role role = in.flag() ? Role.SERVER : Role.CLIENT;
    Endpoint endpoint = new Endpoint(role, in.varint(65_535));
    int queues = in.varint(QUEUED | LIMIT);
    Optional<Gauge> queued =
        (queues & QUEUED) != 0 ? Optional.of(gauge(in, samples)) : Optional.empty();
    Optional<Gauge> limit =
        (queues & LIMIT) != 0 ? Optional.of(gauge(in, samples)) : Optional.empty();
    return new EndpointWindow(endpoint, states, queued, limit);
  }

  private static Gauge gauge(BinaryReader in, int samples) {
    long min = in.varint();
    long max = in.varint();
    return new Gauge(samples, min, max, in.fixedDouble(), in.varint());
  }
}
