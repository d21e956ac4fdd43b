package dev.socketfleet.streams.notify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Alerts as Alertmanager takes them at {@code POST /api/v2/alerts}: the type {@code postableAlerts}
 * of its OpenAPI document. Hosts choose much of the text: label names are made what Prometheus
 * allows, values are bounded and without control characters.
 */
final class AlertmanagerJson {

  /** What begins the label that a label of the host becomes. */
  static final String HOST_LABEL = "label_";

  private static final int MAX_VALUE = 256;
  private static final int MAX_NAME = 64;
  private static final int MAX_TEXT = 2_000;
  private static final int MAX_LABELS = 32;
  private static final JsonFactory FACTORY = new JsonFactory();

  private AlertmanagerJson() {}

  /** The labels by which Alertmanager knows the alert; never a number, a pid or a time. */
  static Map<String, String> labels(Alert alert) {
    AlertSubject subject = alert.subject();
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", alert.rule().id());
    labels.put("severity", alert.severity().wireName());
    put(labels, "scope", Optional.of(subject.scope()));
    put(labels, "host", subject.host());
    put(labels, "netns", subject.netns());
    put(labels, "role", subject.endpoint().map(it -> it.role().wireName()));
    put(labels, "port", subject.endpoint().map(it -> Integer.toString(it.port())));
    put(labels, "state", subject.state().map(SocketState::wireName));
    put(labels, "peer", subject.peer());
    int left = MAX_LABELS;
    for (Map.Entry<String, String> label : new TreeMap<>(alert.labels()).entrySet()) {
      if (left-- > 0) {
        labels.computeIfAbsent(name(label.getKey()), any -> value(label.getValue()));
      }
    }
    labels.values().removeIf(String::isEmpty);
    return Map.copyOf(labels);
  }

  private static void put(Map<String, String> labels, String name, Optional<String> value) {
    value.ifPresent(it -> labels.put(name, value(it)));
  }

  private static String value(String text) {
    return Quoted.of(text, MAX_VALUE);
  }

  private static String name(String text) {
    String cut = text.substring(0, Math.min(text.length(), MAX_NAME));
    return HOST_LABEL + cut.replaceAll("[^A-Za-z0-9_]", "_");
  }

  /**
   * Several alerts as one body.
   *
   * @param firingUntil until when Alertmanager shall take those for firing that are not over
   * @param externalUrl of the dashboard
   */
  static byte[] encode(List<Notice> notices, Instant firingUntil, Optional<URI> externalUrl) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartArray();
      for (Notice notice : notices) {
        write(json, notice, firingUntil, externalUrl);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(
      JsonGenerator json, Notice notice, Instant firingUntil, Optional<URI> externalUrl)
      throws IOException {
    Alert alert = notice.alert();
    json.writeStartObject();
    texts(json, "labels", notice.labels());
    texts(json, "annotations", annotations(alert));
    json.writeStringField("startsAt", alert.startedAt().toString());
    Instant end = notice.endedAt().orElse(firingUntil);
    // Alertmanager refuses an alert that ends before it starts.
    json.writeStringField(
        "endsAt", (end.isBefore(alert.startedAt()) ? alert.startedAt() : end).toString());
    if (externalUrl.isPresent()) {
      json.writeStringField("generatorURL", externalUrl.get() + "/#/alerts/" + alert.id());
    }
    json.writeEndObject();
  }

  private static Map<String, String> annotations(Alert alert) {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put("summary", text(alert.summary()));
    annotations.put("meaning", text(alert.meaning()));
    annotations.put(
        "checks", String.join("\n", alert.checks().stream().map(AlertmanagerJson::text).toList()));
    annotations.put("evidence", text(evidence(alert.evidence())));
    annotations.put("alert_id", alert.id());
    alert.reason().ifPresent(reason -> annotations.put("reason", reason.wireName()));
    annotations.values().removeIf(String::isEmpty);
    return annotations;
  }

  /** What was seen, in one line. */
  private static String evidence(Evidence evidence) {
    List<String> parts = new ArrayList<>();
    evidence.owners().forEach(it -> parts.add(owner(it)));
    evidence.peers().forEach(it -> parts.add("peer " + it.address() + ": " + it.count()));
    evidence.listen().ifPresent(it -> parts.add("accept queue " + queue(it)));
    new TreeMap<>(evidence.tcp()).forEach((name, value) -> parts.add(name + " " + value));
    return String.join("; ", parts);
  }

  private static String owner(Evidence.OwnerCount it) {
    String pid = it.process().map(process -> " (pid " + process.pid() + ")").orElse("");
    String name = it.owner().name().isEmpty() ? "" : " " + it.owner().name();
    return it.owner().kind().wireName() + name + pid + ": " + it.count();
  }

  private static String queue(ListenQueue queue) {
    ListenQueue.Fullest fullest = queue.fullest();
    return fullest.limit() < 0
        ? Long.toString(fullest.queued())
        : fullest.queued() + " of " + fullest.limit();
  }

  private static String text(String text) {
    return Quoted.of(text, MAX_TEXT);
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }
}
