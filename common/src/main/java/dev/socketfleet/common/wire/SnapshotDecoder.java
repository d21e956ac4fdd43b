package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a snapshot in one pass over the bytes, without a tree: this is the hot path of streams.
 * Every list and number has a bound, since whoever may write to the topic may write anything.
 */
final class SnapshotDecoder {

  private static final int MAX_GROUPS = 4_096;
  private static final int MAX_NAMESPACES = 4_096;
  private static final int MAX_NOTES = 64;
  private static final int MAX_DESTINATIONS = 64;
  private static final int MAX_TEXT = 1_024;
  private static final int MAX_NOTE = 8_192;

  /** The end of the year 9999. */
  private static final long MAX_TIME_MS = 253_402_300_799_999L;

  private static final long MAX_INTERVAL_MS = Duration.ofDays(1).toMillis();

  private final FieldReader in;
  private final GroupDecoder groupDecoder;

  private SnapshotDecoder(FieldReader in) {
    this.in = in;
    this.groupDecoder = new GroupDecoder(in);
  }

  static Snapshot decode(byte[] json) throws MalformedRecordException {
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      FieldReader in = new FieldReader(parser);
      in.startDocument();
      Snapshot snapshot = new SnapshotDecoder(in).snapshot();
      in.endDocument();
      return snapshot;
    } catch (IOException e) {
      throw Json.notJson(e);
    } catch (MalformedRecordException e) {
      // Fields before the schema were read as version 1: another schema is the better reason.
      requireSchemaOf(json);
      throw e;
    }
  }

  private static void requireSchemaOf(byte[] json) throws MalformedRecordException {
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean schema = parser.currentName().equals("schema");
        if (parser.nextToken() == JsonToken.VALUE_STRING && schema) {
          requireSchema(parser.getText());
          return;
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      // Broken further on: the first fault stands.
    }
  }

  private static void requireSchema(String schema) throws MalformedRecordException {
    if (!schema.equals(SnapshotCodec.SCHEMA)) {
      throw MalformedRecordException.wrongSchema(schema, SnapshotCodec.SCHEMA);
    }
  }

  private Snapshot snapshot() throws IOException, MalformedRecordException {
    String schema = null;
    String host = null;
    Map<String, String> labels = Map.of();
    String os = "";
    String boot = null;
    long seq = -1;
    long capturedAtMs = -1;
    long intervalMs = -1;
    String source = "";
    Boolean complete = null;
    List<String> notes = List.of();
    List<Group> groups = null;
    List<Namespace> namespaces = List.of();
    CollectorHealth collector = new CollectorHealth("", 0, 0, 0);
    while (in.nextField()) {
      switch (in.field()) {
        case "schema" -> {
          schema = in.text(MAX_TEXT);
          requireSchema(schema);
        }
        case "host" -> host = in.text(MAX_TEXT);
        case "labels" -> labels = labels();
        case "os" -> os = in.text(MAX_TEXT);
        case "boot" -> boot = in.text(MAX_TEXT);
        case "seq" -> seq = in.number(0, Json.MAX_INTEGER);
        case "capturedAtMs" -> capturedAtMs = in.number(0, MAX_TIME_MS);
        case "intervalMs" -> intervalMs = in.number(1, MAX_INTERVAL_MS);
        case "source" -> source = in.text(MAX_TEXT);
        case "complete" -> complete = in.truth();
        case "notes" -> notes = in.list(MAX_NOTES, () -> in.text(MAX_NOTE));
        case "groups" -> groups = in.list(MAX_GROUPS, groupDecoder::group);
        case "namespaces" -> namespaces = in.list(MAX_NAMESPACES, this::namespace);
        case "collector" -> collector = collector();
        default -> in.skip();
      }
    }
    in.require(schema, "schema");
    try {
      return new Snapshot(
          in.require(host, "host"),
          labels,
          os,
          in.require(boot, "boot"),
          in.require(seq, "seq"),
          Instant.ofEpochMilli(in.require(capturedAtMs, "capturedAtMs")),
          Duration.ofMillis(in.require(intervalMs, "intervalMs")),
          source,
          in.require(complete, "complete"),
          notes,
          in.require(groups, "groups"),
          namespaces,
          collector);
    } catch (IllegalArgumentException e) {
      throw MalformedRecordException.refused(e);
    }
  }

  private Map<String, String> labels() throws IOException, MalformedRecordException {
    Map<String, String> labels = new HashMap<>();
    in.startObject();
    while (in.nextField()) {
      labels.put(in.chosenField(), in.text(MAX_TEXT));
    }
    return labels;
  }

  private Namespace namespace() throws IOException, MalformedRecordException {
    String name = null;
    long inode = 0;
    Map<String, Long> tcp = Map.of();
    KernelLimits limits = KernelLimits.NONE;
    List<Destination> destinations = List.of();
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "name" -> name = in.text(Owner.MAX_NAME_LENGTH);
        case "inode" -> inode = in.number(0, Json.MAX_INTEGER);
        case "tcp" -> tcp = tcp();
        case "limits" -> limits = limits();
        case "destinations" -> destinations = in.list(MAX_DESTINATIONS, this::destination);
        default -> in.skip();
      }
    }
    return new Namespace(in.require(name, "name"), inode, tcp, limits, destinations);
  }

  private Map<String, Long> tcp() throws IOException, MalformedRecordException {
    Map<String, Long> tcp = new HashMap<>();
    in.startObject();
    while (in.nextField()) {
      tcp.put(in.chosenField(), in.number(0, Json.MAX_INTEGER));
    }
    return tcp;
  }

  private KernelLimits limits() throws IOException, MalformedRecordException {
    long synBacklog = KernelLimits.UNKNOWN;
    long somaxconn = KernelLimits.UNKNOWN;
    long syncookies = KernelLimits.UNKNOWN;
    long ephemeralFrom = KernelLimits.UNKNOWN;
    long ephemeralTo = KernelLimits.UNKNOWN;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "synBacklog" -> synBacklog = in.number(0, Json.MAX_INTEGER);
        case "somaxconn" -> somaxconn = in.number(0, Json.MAX_INTEGER);
        case "syncookies" -> syncookies = in.number(0, Json.MAX_INTEGER);
        case "ephemeralFrom" -> ephemeralFrom = in.number(0, 65_535);
        case "ephemeralTo" -> ephemeralTo = in.number(0, 65_535);
        default -> in.skip();
      }
    }
    return new KernelLimits(synBacklog, somaxconn, syncookies, ephemeralFrom, ephemeralTo);
  }

  private Destination destination() throws IOException, MalformedRecordException {
    String local = null;
    String remote = null;
    long port = -1;
    long used = -1;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "local" -> local = in.text(GroupDecoder.MAX_ADDRESS_LENGTH);
        case "remote" -> remote = in.text(GroupDecoder.MAX_ADDRESS_LENGTH);
        case "port" -> port = in.number(0, 65_535);
        case "used" -> used = in.number(0, GroupDecoder.MAX_COUNT);
        default -> in.skip();
      }
    }
    return new Destination(
        in.require(local, "local"),
        in.require(remote, "remote"),
        (int) in.require(port, "port"),
        in.require(used, "used"));
  }

  private CollectorHealth collector() throws IOException, MalformedRecordException {
    String version = "";
    long captureMicros = 0;
    long rssBytes = 0;
    long dropped = 0;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "version" -> version = in.text(MAX_TEXT);
        case "captureMicros" -> captureMicros = in.number(0, Json.MAX_INTEGER);
        case "rssBytes" -> rssBytes = in.number(0, Json.MAX_INTEGER);
        case "dropped" -> dropped = in.number(0, Json.MAX_INTEGER);
        default -> in.skip();
      }
    }
    return new CollectorHealth(version, captureMicros, rssBytes, dropped);
  }
}
