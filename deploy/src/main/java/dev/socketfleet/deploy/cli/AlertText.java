package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.text.TextTable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Alerts as text for a terminal. Everything that a host told loses its control characters.
 *
 * @param zone of the times
 */
record AlertText(ZoneId zone) {

  private static final int MAX_TEXT = 1_000;

  /** Of the summary: time, status and severity are before it. */
  private static final int INDENT = 30;

  /** More fill the terminal; all of them are in the JSON. */
  private static final int MAX_HOSTS = 20;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** Alerts, one a row; where there is little room the summary alone says what they are about. */
  TextTable table(List<Alert> alerts) {
    return table(alerts, at -> time(DATE_AND_TIME, at));
  }

  /** The same with how long ago they began. */
  TextTable table(List<Alert> alerts, Instant now) {
    return table(alerts, at -> Age.of(at, now));
  }

  private static TextTable table(List<Alert> alerts, Function<Instant, String> since) {
    TextTable table =
        new TextTable(
                "ID",
                "STATUS",
                "SEVERITY",
                "SINCE",
                "HOST",
                "ENDPOINT",
                "STATE",
                "VALUE",
                "USUAL",
                "SUMMARY")
            .preferring("SUMMARY", 60)
            .yielding("USUAL", "VALUE", "STATE", "ENDPOINT", "HOST");
    for (Alert alert : alerts) {
      table.add(
          alert.id().substring(0, Math.min(8, alert.id().length())),
          alert.status().wireName(),
          alert.severity().wireName(),
          since.apply(alert.startedAt()),
          place(alert),
          endpoint(alert),
          state(alert),
          number(alert.value()),
          number(alert.baseline()),
          alert.summary());
    }
    return table;
  }

  /** One transition: in one line of a file, in as many as it takes on a terminal. */
  List<String> lines(Alert alert, Terminal terminal) {
    if (terminal.isNone()) {
      return List.of(line(alert));
    }
    String status = "%-8s".formatted(alert.status().wireName().toUpperCase(Locale.ROOT));
    String begin = time(TIME, alert.updatedAt()) + "  ";
    String middle = "  %-8s  ".formatted(alert.severity().wireName());
    List<String> text =
        terminal.wrapped(Quoted.of(alert.summary(), MAX_TEXT) + reason(alert), INDENT);
    List<String> lines = new ArrayList<>();
    lines.add(begin + terminal.painted(alert.status().wireName(), status) + middle + text.get(0));
    text.subList(1, text.size()).forEach(each -> lines.add(" ".repeat(INDENT) + each));
    return lines;
  }

  /** One transition in one line. */
  String line(Alert alert) {
    List<String> parts = new ArrayList<>();
    parts.add(time(TIME, alert.updatedAt()));
    parts.add("%-8s".formatted(alert.status().wireName().toUpperCase(Locale.ROOT)));
    parts.add("%-8s".formatted(alert.severity().wireName()));
    parts.add(place(alert));
    parts.add(endpoint(alert));
    parts.add(state(alert));
    alert.value().ifPresent(value -> parts.add("value " + number(alert.value())));
    alert.baseline().ifPresent(usual -> parts.add("usual " + number(alert.baseline())));
    alert.evidence().owners().stream().limit(1).forEach(owner -> parts.add(owner(owner)));
    alert.reason().ifPresent(reason -> parts.add("(" + reason.wireName() + ")"));
    parts.add(Quoted.of(alert.summary(), MAX_TEXT));
    return String.join("  ", parts);
  }

  /** One alert in full. */
  List<String> page(Alert alert) {
    List<String> lines = new ArrayList<>();
    lines.add(Quoted.of(alert.summary(), MAX_TEXT));
    lines.add("");
    row(lines, "id", alert.id());
    row(lines, "status", alert.status().wireName() + reason(alert));
    row(lines, "severity", alert.severity().wireName());
    row(lines, "rule", alert.rule().id() + " (" + alert.rule().kind() + ")");
    row(lines, alert.subject().host().isPresent() ? "host" : "scope", place(alert));
    row(lines, "endpoint", endpoint(alert));
    row(lines, "state", state(alert));
    row(lines, "value", number(alert.value()));
    row(lines, "usual", number(alert.baseline()));
    row(lines, "threshold", number(alert.threshold()));
    row(lines, "since", time(DATE_AND_TIME, alert.startedAt()));
    alert.resolvedAt().ifPresent(at -> row(lines, "resolved", time(DATE_AND_TIME, at)));
    alert.evidence().owners().forEach(owner -> row(lines, "owner", owner(owner)));
    alert
        .evidence()
        .peers()
        .forEach(peer -> row(lines, "peer", peer.address() + " " + peer.count()));
    hosts(lines, alert.evidence().hosts());
    lines.add("");
    lines.add(Quoted.of(alert.meaning(), MAX_TEXT));
    alert.checks().forEach(check -> lines.add("- " + Quoted.of(check, MAX_TEXT)));
    return lines;
  }

  /** Those that an alert about many hosts names. */
  private static void hosts(List<String> lines, List<Evidence.HostCount> hosts) {
    hosts.stream()
        .limit(MAX_HOSTS)
        .forEach(it -> row(lines, "host", "%s %d".formatted(it.host(), it.count())));
    if (hosts.size() > MAX_HOSTS) {
      row(lines, "", "and %d more".formatted(hosts.size() - MAX_HOSTS));
    }
  }

  private static void row(List<String> lines, String name, String value) {
    lines.add("%-10s %s".formatted(name, Quoted.of(value)));
  }

  private static String reason(Alert alert) {
    return alert.reason().map(reason -> " (" + reason.wireName() + ")").orElse("");
  }

  private String time(DateTimeFormatter format, Instant at) {
    return format.format(at.atZone(zone));
  }

  private static String place(Alert alert) {
    return Quoted.of(alert.subject().host().orElse(alert.subject().scope()));
  }

  private static String endpoint(Alert alert) {
    return alert.subject().endpoint().map(Endpoint::toString).orElse("-");
  }

  private static String state(Alert alert) {
    return alert.subject().state().map(SocketState::wireName).orElse("-");
  }

  private static String number(OptionalDouble number) {
    if (number.isEmpty()) {
      return "-";
    }
    double value = number.getAsDouble();
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String owner(Evidence.OwnerCount owner) {
    String process =
        owner.process().map(it -> " (%s %d)".formatted(Quoted.of(it.name()), it.pid())).orElse("");
    return owner.owner() + process + " " + owner.count();
  }
}
