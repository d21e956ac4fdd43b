package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.deploy.simulate.incident.Expectation;
import dev.socketfleet.deploy.simulate.incident.IncidentKind;
import dev.socketfleet.deploy.simulate.incident.TruthLine;
import dev.socketfleet.deploy.simulate.score.Score;
import dev.socketfleet.deploy.simulate.score.Verdict;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A score for people and for programs. */
final class ScoreText {

  private static final int MOST_LINES = 100;
  private static final JsonMapper JSON = new JsonMapper();

  private final Score score;

  ScoreText(Score score) {
    this.score = score;
  }

  /** Alerts, what was missed, and the table. */
  void print(PrintWriter out) {
    Terminal terminal = Terminal.detect();
    if (!score.verdicts().isEmpty()) {
      TextTable alerts = new TextTable("ALERT", "AT", "RULE", "SCOPE", "ENDPOINT", "INCIDENT");
      score.verdicts().stream().limit(MOST_LINES).forEach(verdict -> add(alerts, verdict));
      terminal.print(alerts, out);
      more(score.verdicts().size(), out);
      out.println();
    }
    if (!score.missed().isEmpty()) {
      TextTable missed = new TextTable("MISSED", "KIND", "HOLDS FROM", "SCOPE", "ENDPOINT");
      score.missed().stream().limit(MOST_LINES).forEach(truth -> add(missed, truth));
      terminal.print(missed, out);
      more(score.missed().size(), out);
      out.println();
    }
    terminal.print(rows(), out);
    out.printf(
        "recall %s, precision %s, delay median %s, p90 %s snapshots after the condition held%n",
        number(score.recall()),
        number(score.precision()),
        number(score.medianDelay()),
        number(score.p90Delay()));
  }

  private static void more(int all, PrintWriter out) {
    if (all > MOST_LINES) {
      out.println("... and " + (all - MOST_LINES) + " more; --json has all of them");
    }
  }

  private static void add(TextTable table, Verdict verdict) {
    Alert alert = verdict.alert();
    table.add(
        verdict.word(),
        alert.updatedAt(),
        alert.rule().id(),
        alert.subject().scope(),
        alert.subject().endpoint().map(Endpoint::toString).orElse("-"),
        incident(verdict));
  }

  private static String incident(Verdict verdict) {
    if (verdict instanceof Verdict.Found found) {
      return found.truth().incident() + " " + found.truth().kind().wireName();
    }
    if (verdict instanceof Verdict.Duplicate again) {
      return again.truth().incident() + " " + again.truth().kind().wireName();
    }
    return verdict instanceof Verdict.False wrong
        ? wrong.during().map(kind -> "during " + kind.wireName()).orElse("-")
        : "-";
  }

  private static void add(TextTable table, Expectation truth) {
    table.add(
        truth.incident(),
        truth.kind().wireName(),
        truth.holdsFrom().map(Object::toString).orElse("-"),
        truth.scope(),
        truth.endpoint().map(Endpoint::toString).orElse("-"));
  }

  private TextTable rows() {
    TextTable table =
        new TextTable(
            "KIND",
            "INCIDENTS",
            "HARMLESS",
            "FOUND",
            "MISSED",
            "FALSE",
            "DUPLICATES",
            "DELAY",
            "P90");
    long[] sums = new long[6];
    for (Score.Row row : score.rows()) {
      List<Long> numbers = numbers(row);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += numbers.get(i);
      }
      table.add(
          name(row),
          row.incidents(),
          row.harmless(),
          row.found(),
          row.missed(),
          row.falseAlerts(),
          row.duplicates(),
          number(row.medianDelay()),
          number(row.p90Delay()));
    }
    table.add(
        "all",
        sums[0],
        sums[1],
        sums[2],
        sums[3],
        sums[4],
        sums[5],
        number(score.medianDelay()),
        number(score.p90Delay()));
    return table;
  }

  private static List<Long> numbers(Score.Row row) {
    return List.of(
        row.incidents(),
        row.harmless(),
        row.found(),
        row.missed(),
        row.falseAlerts(),
        row.duplicates());
  }

  private static String name(Score.Row row) {
    return row.kind().map(IncidentKind::wireName).orElse("(no incident)");
  }

  private static String number(OptionalDouble number) {
    return number.isEmpty() ? "" : String.format(Locale.ROOT, "%.3f", number.getAsDouble());
  }

  /** The same, whole. */
  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    put(json, "recall", score.recall());
    put(json, "precision", score.precision());
    put(json, "medianDelay", score.medianDelay());
    put(json, "p90Delay", score.p90Delay());
    ArrayNode kinds = json.putArray("kinds");
    for (Score.Row row : score.rows()) {
      ObjectNode kind =
          kinds
              .addObject()
              .put("kind", row.kind().map(IncidentKind::wireName).orElse(""))
              .put("incidents", row.incidents())
              .put("harmless", row.harmless())
              .put("found", row.found())
              .put("missed", row.missed())
              .put("false", row.falseAlerts())
              .put("duplicates", row.duplicates());
      put(kind, "medianDelay", row.medianDelay());
      put(kind, "p90Delay", row.p90Delay());
    }
    ArrayNode missed = json.putArray("missed");
    score.missed().forEach(truth -> missed.add(TruthLine.of(truth)));
    ArrayNode alerts = json.putArray("alerts");
    score.verdicts().forEach(verdict -> alerts.add(json(verdict)));
    return json;
  }

  private static ObjectNode json(Verdict verdict) {
    Alert alert = verdict.alert();
    ObjectNode json =
        JSON.createObjectNode()
            .put("verdict", verdict.word())
            .put("at", alert.updatedAt().toString())
            .put("id", alert.id())
            .put("rule", alert.rule().id())
            .put("scope", alert.subject().scope())
            .put("incident", incident(verdict))
            .put("summary", alert.summary());
    alert.subject().netns().ifPresent(netns -> json.put("netns", netns));
    alert
        .subject()
        .endpoint()
        .ifPresent(
            endpoint -> json.put("role", endpoint.role().wireName()).put("port", endpoint.port()));
    return json;
  }

  private static void put(ObjectNode json, String field, OptionalDouble number) {
    if (number.isPresent()) {
      json.put(field, number.getAsDouble());
    }
  }
}
