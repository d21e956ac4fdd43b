package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The JSON of what snapshots, windows and alerts share, so that a thing looks the same wherever a
 * person meets it. Objects are opened and closed by the caller.
 */
public final class WireFields {

  private WireFields() {}

  /** {@code "kind","name"} and, where known, {@code "pid","process"}. */
  public static void owner(JsonGenerator json, Owner owner, Optional<OwnerProcess> process)
      throws IOException {
    json.writeStringField("kind", owner.kind().wireName());
    json.writeStringField("name", owner.name());
    if (process.isPresent()) {
      json.writeNumberField("pid", process.get().pid());
      if (!process.get().name().isEmpty()) {
        json.writeStringField("process", process.get().name());
      }
    }
  }

  /** One field for each state that has sockets. */
  public static void counts(JsonGenerator json, StateCounts counts) throws IOException {
    for (int code = 0; code < SocketState.COUNT; code++) {
      SocketState state = SocketState.ofCode(code);
      if (counts.count(state) != 0) {
        json.writeNumberField(state.wireName(), counts.count(state));
      }
    }
  }

  /** {@code "sockets","queued","limit","fullest"}; a limit that is not known is left out. */
  public static void listen(JsonGenerator json, ListenQueue listen) throws IOException {
    json.writeNumberField("sockets", listen.sockets());
    json.writeNumberField("queued", listen.queued());
    known(json, "limit", listen.limit());
    json.writeObjectFieldStart("fullest");
    json.writeNumberField("queued", listen.fullest().queued());
    known(json, "limit", listen.fullest().limit());
    json.writeEndObject();
  }

  /** Array elements {@code {"address","count"}}. */
  public static void peers(JsonGenerator json, List<PeerCount> peers) throws IOException {
    for (PeerCount peer : peers) {
      json.writeStartObject();
      json.writeStringField("address", peer.address());
      json.writeNumberField("count", peer.count());
      json.writeEndObject();
    }
  }

  /** {@code "samples","min","max","mean","last"}. */
  public static void gauge(JsonGenerator json, Gauge gauge) throws IOException {
    json.writeNumberField("samples", gauge.samples());
    json.writeNumberField("min", gauge.min());
    json.writeNumberField("max", gauge.max());
    number(json, "mean", gauge.mean());
    json.writeNumberField("last", gauge.last());
  }

  /** One field per entry, sorted by name. */
  public static void numbers(JsonGenerator json, Map<String, Long> numbers) throws IOException {
    for (Map.Entry<String, Long> number : new TreeMap<>(numbers).entrySet()) {
      json.writeNumberField(number.getKey(), number.getValue());
    }
  }

  /** The field, unless the number is negative and so not known. */
  public static void known(JsonGenerator json, String name, long number) throws IOException {
    if (number >= 0) {
      json.writeNumberField(name, number);
    }
  }

  /** A number without a fraction is written without one: {@code 300}, not {@code 300.0}. */
  public static void number(JsonGenerator json, String name, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      json.writeNumberField(name, (long) number);
    } else {
      json.writeNumberField(name, number);
    }
  }

  /** A network namespace as an object of its own. */
  public static void namespace(JsonGenerator json, Namespace namespace) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", namespace.name());
    json.writeNumberField("inode", namespace.inode());
    json.writeObjectFieldStart("tcp");
    numbers(json, namespace.tcp());
    json.writeEndObject();
    json.writeObjectFieldStart("limits");
    KernelLimits limits = namespace.limits();
    known(json, "synBacklog", limits.synBacklog());
    known(json, "somaxconn", limits.somaxconn());
    known(json, "syncookies", limits.syncookies());
    known(json, "ephemeralFrom", limits.ephemeralFrom());
    known(json, "ephemeralTo", limits.ephemeralTo());
    json.writeEndObject();
    json.writeArrayFieldStart("destinations");
    for (Destination destination : namespace.destinations()) {
      json.writeStartObject();
      json.writeStringField("local", destination.local());
      json.writeStringField("remote", destination.remote());
      json.writeNumberField("port", destination.port());
      json.writeNumberField("used", destination.used());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
