package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Alerts as JSON, schema {@code socketfleet.alert/1}: the value of the topics {@code alerts} and
 * {@code alert-events}. Times are ISO-8601 in UTC; what does not apply is left out.
 */
public final class AlertCodec {

  /** The value of the field {@code schema}. */
  public static final String SCHEMA = "socketfleet.alert/1";

  private AlertCodec() {}

  /** The alert in UTF-8. */
  public static byte[] encode(Alert alert) {
    return Json.write(2_048, json -> write(json, alert));
  }

  /** Writes the alert as one JSON object, wherever the generator is. */
  public static void write(JsonGenerator json, Alert alert) throws IOException {
    AlertSubject subject = alert.subject();
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeStringField("id", alert.id());
    json.writeStringField("transition", alert.transition());
    json.writeNumberField("revision", alert.revision());
    json.writeStringField("status", alert.status().wireName());
    optional(json, "reason", alert.reason().map(ResolveReason::wireName));
    json.writeStringField("severity", alert.severity().wireName());
    json.writeObjectFieldStart("rule");
    json.writeStringField("id", alert.rule().id());
    json.writeStringField("kind", alert.rule().kind());
    json.writeStringField("revision", alert.rule().revision());
    json.writeEndObject();
    json.writeStringField("scope", subject.scope());
    optional(json, "host", subject.host());
    optional(json, "netns", subject.netns());
    if (subject.endpoint().isPresent()) {
      json.writeStringField("role", subject.endpoint().get().role().wireName());
      json.writeNumberField("port", subject.endpoint().get().port());
    }
    optional(json, "state", subject.state().map(SocketState::wireName));
    optional(json, "peer", subject.peer());
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : new TreeMap<>(alert.labels()).entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    optional(json, "value", alert.value());
    optional(json, "baseline", alert.baseline());
    optional(json, "threshold", alert.threshold());
    json.writeStringField("startedAt", alert.startedAt().toString());
    json.writeStringField("updatedAt", alert.updatedAt().toString());
    optional(json, "resolvedAt", alert.resolvedAt().map(Instant::toString));
    json.writeStringField("summary", alert.summary());
    json.writeStringField("meaning", alert.meaning());
    json.writeArrayFieldStart("checks");
    for (String check : alert.checks()) {
      json.writeString(check);
    }
    json.writeEndArray();
    evidence(json, alert.evidence());
    json.writeEndObject();
  }

  private static void evidence(JsonGenerator json, Evidence evidence) throws IOException {
    json.writeObjectFieldStart("evidence");
    json.writeArrayFieldStart("owners");
    for (Evidence.OwnerCount owner : evidence.owners()) {
      json.writeStartObject();
      WireFields.owner(json, owner.owner(), owner.process());
      json.writeNumberField("count", owner.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("peers");
    WireFields.peers(json, evidence.peers());
    json.writeEndArray();
    if (evidence.listen().isPresent()) {
      json.writeObjectFieldStart("listen");
      WireFields.listen(json, evidence.listen().get());
      json.writeEndObject();
    }
    json.writeObjectFieldStart("tcp");
    WireFields.numbers(json, evidence.tcp());
    json.writeEndObject();
    json.writeArrayFieldStart("series");
    for (Evidence.Point point : evidence.series()) {
      json.writeStartObject();
      json.writeStringField("start", point.start().toString());
      WireFields.gauge(json, point.gauge());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!evidence.hosts().isEmpty()) {
      hosts(json, evidence.hosts());
    }
    json.writeEndObject();
  }

  private static void hosts(JsonGenerator json, List<Evidence.HostCount> hosts) throws IOException {
    json.writeArrayFieldStart("hosts");
    for (Evidence.HostCount host : hosts) {
      json.writeStartObject();
      json.writeStringField("host", host.host());
      json.writeNumberField("count", host.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void optional(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  private static void optional(JsonGenerator json, String name, OptionalDouble value)
      throws IOException {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      WireFields.number(json, name, value.getAsDouble());
    }
  }

  /**
   * Reads one alert.
   *
   * @throws MalformedRecordException with the field that is wrong
   */
  public static Alert decode(byte[] json) throws MalformedRecordException {
    return FieldTree.decode(json, SCHEMA, "an alert", AlertCodec::alert);
  }

  private static Alert alert(FieldTree in) throws MalformedRecordException {
    FieldTree rule = in.object("rule");
    return new Alert(
        in.text("id"),
        in.text("transition"),
        in.number("revision"),
        in.oneOf("status", AlertStatus.values(), AlertStatus::wireName),
        in.optional(
            "reason", reason -> reason.ownOneOf(ResolveReason.values(), ResolveReason::wireName)),
        in.oneOf("severity", Severity.values(), Severity::wireName),
        new Alert.RuleReference(rule.text("id"), rule.text("kind"), rule.text("revision")),
        subject(in),
        in.object("labels").texts(),
        in.optionalFraction("value"),
        in.optionalFraction("baseline"),
        in.optionalFraction("threshold"),
        in.instant("startedAt"),
        in.instant("updatedAt"),
        in.optional("resolvedAt", FieldTree::ownInstant),
        in.text("summary"),
        in.text("meaning"),
        in.list("checks", FieldTree::ownText),
        evidence(in.object("evidence")));
  }

  private static AlertSubject subject(FieldTree in) throws MalformedRecordException {
    return new AlertSubject(
        in.text("scope"),
        in.optionalText("host"),
        in.optionalText("netns"),
        in.has("role") ? Optional.of(in.endpoint()) : Optional.empty(),
        in.optionalText("state")
            .map(name -> SocketState.ofWireName(name).orElse(SocketState.UNKNOWN)),
        in.optionalText("peer"));
  }

  private static Evidence evidence(FieldTree in) throws MalformedRecordException {
    return new Evidence(
        in.list("owners", AlertCodec::ownerCount),
        in.list("peers", AlertCodec::peer),
        in.optional("listen", AlertCodec::listen),
        in.object("tcp").numbers(),
        in.list("series", AlertCodec::point),
        in.has("hosts") ? in.list("hosts", AlertCodec::hostCount) : List.of());
  }

  private static Evidence.HostCount hostCount(FieldTree in) throws MalformedRecordException {
    return new Evidence.HostCount(in.text("host"), in.number("count"));
  }

  private static Evidence.OwnerCount ownerCount(FieldTree in) throws MalformedRecordException {
    Owner owner =
        new Owner(OwnerKind.ofWireName(in.text("kind")), in.optionalText("name").orElse(""));
    Optional<OwnerProcess> process =
        in.has("pid")
            ? Optional.of(
                new OwnerProcess(
                    in.number("pid", 1, Integer.MAX_VALUE), in.optionalText("process").orElse("")))
            : Optional.empty();
    return new Evidence.OwnerCount(owner, process, in.number("count"));
  }

  private static PeerCount peer(FieldTree in) throws MalformedRecordException {
    return new PeerCount(in.text("address", GroupDecoder.MAX_ADDRESS_LENGTH), in.number("count"));
  }

  private static ListenQueue listen(FieldTree in) throws MalformedRecordException {
    FieldTree fullest = in.object("fullest");
    return new ListenQueue(
        in.number("sockets", 1, Integer.MAX_VALUE),
        in.number("queued"),
        limit(in),
        new ListenQueue.Fullest(fullest.number("queued"), limit(fullest)));
  }

  private static long limit(FieldTree in) throws MalformedRecordException {
    return in.has("limit") ? in.number("limit") : ListenQueue.UNKNOWN;
  }

  private static Evidence.Point point(FieldTree in) throws MalformedRecordException {
    return new Evidence.Point(in.instant("start"), FieldTree.gauge(in));
  }
}
