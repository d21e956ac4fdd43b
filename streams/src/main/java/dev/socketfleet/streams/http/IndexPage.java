package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.query.StoresUnavailableException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * {@code GET /}: hosts, firing alerts and the paths of the API on one page that loads nothing else.
 */
final class IndexPage {

  private static final int MAX_ROWS = 200;

  private static final List<SocketState> COLUMNS =
      List.of(
          SocketState.ESTABLISHED,
          SocketState.SYN_RECEIVED,
          SocketState.SYN_SENT,
          SocketState.CLOSE_WAIT,
          SocketState.FIN_WAIT_2,
          SocketState.TIME_WAIT);

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--line:#8884;--dim:#888;--bad:#c62828}
      body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:72rem;padding:1.5rem}
      h1{font-size:1.3rem;margin:0}h2{font-size:1.05rem;margin:1.8rem 0 .4rem}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line)}
      th{font-weight:600;color:var(--dim)}.n{text-align:right;font-variant-numeric:tabular-nums}
      .firing,.silent{color:var(--bad);font-weight:600}.dim{color:var(--dim)}
      code{font:13px ui-monospace,monospace}ul{padding-left:1.2rem}
      """;

  /** For the header that allows this style and nothing else. */
  static final String STYLE_HASH = "'sha256-" + sha256(STYLE) + "'";

  private final HostReader hosts;
  private final AlertReader alerts;

  IndexPage(HostReader hosts, AlertReader alerts) {
    this.hosts = hosts;
    this.alerts = alerts;
  }

  /** The page as it is now. */
  String render() {
    Html page = new Html();
    page.raw("<!doctype html><html lang=en><meta charset=utf-8><title>Socketfleet</title>")
        .raw("<meta name=viewport content='width=device-width'>")
        .raw("<meta http-equiv=refresh content=5>")
        .raw("<style>" + STYLE + "</style>")
        .raw("<h1>Socketfleet</h1><p class=dim>TCP sockets of a fleet by host, port and state.");
    alerts(page);
    hosts(page);
    links(page);
    return page.toString();
  }

  private void alerts(Html page) {
    List<Alert> firing =
        alerts.alerts().stream()
            .filter(alert -> alert.status() == AlertStatus.FIRING)
            .sorted(Comparator.comparing(AlertOrder::of))
            .toList();
    page.raw("<h2>Firing alerts</h2>");
    if (firing.isEmpty()) {
      page.raw("<p class=dim>None.");
      return;
    }
    page.raw("<table><tr><th>Severity<th>Host<th>What<th>Since</tr>");
    firing.stream().limit(MAX_ROWS).forEach(alert -> row(page, alert));
    page.raw("</table>");
    more(page, firing.size());
  }

  private static void row(Html page, Alert alert) {
    page.raw("<tr><td class=firing>").text(alert.severity().wireName()).raw("</td>");
    page.cell(alert.subject().host().orElse(alert.subject().scope()));
    page.raw("<td><a href='/api/v1/alerts/").text(path(alert.id())).raw("'>");
    page.text(alert.summary()).raw("</a></td>").cell(alert.startedAt().toString()).raw("</tr>");
  }

  private void hosts(Html page) {
    page.raw("<h2>Hosts</h2>");
    List<HostSummary> all;
    try {
      all = hosts.hosts().stream().sorted(Comparator.comparing(HostSummary::host)).toList();
    } catch (StoresUnavailableException e) {
      page.raw("<p class=dim>The state is being restored. This page asks again by itself.");
      return;
    }
    if (all.isEmpty()) {
      page.raw("<p class=dim>No snapshot has arrived yet.");
      return;
    }
    page.raw("<table><tr><th>Host<th>Status<th>Last seen");
    COLUMNS.forEach(state -> page.raw("<th class=n>").text(state.wireName()));
    page.raw("</tr>");
    all.stream().limit(MAX_ROWS).forEach(host -> row(page, host));
    page.raw("</table>");
    more(page, all.size());
  }

  private static void row(Html page, HostSummary host) {
    String status = HostFields.status(host);
    page.raw("<tr><td><a href='/api/v1/hosts/").text(path(host.host())).raw("'>");
    page.text(host.host()).raw("</a></td><td class=").raw(status).raw(">").raw(status);
    page.raw("</td>").cell(host.lastSeen().toString());
    COLUMNS.forEach(state -> page.cell(host.counts().count(state)));
    page.raw("</tr>");
  }

  private static void more(Html page, int rows) {
    if (rows > MAX_ROWS) {
      page.raw("<p class=dim>and %d more; the API lists all.".formatted(rows - MAX_ROWS));
    }
  }

  private static void links(Html page) {
    page.raw("<h2>API</h2><ul>");
    for (String path : ApiServer.LINKS) {
      page.raw("<li><a href='").text(path).raw("'><code>").text(path).raw("</code></a>");
    }
    page.raw("<li><code>/api/v1/hosts/HOST/series?role=server&amp;port=443&amp;")
        .raw("state=close_wait&amp;from=-15m</code></ul>");
  }

  private static String path(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
