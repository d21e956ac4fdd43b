package dev.socketfleet.deploy.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Of which endpoint and time a series is. */
final class SeriesRange {

  @Option(
      names = "--role",
      paramLabel = "server|client",
      completionCandidates = Candidates.Roles.class,
      description = "Whose port it is; together with --port. Without both: all sockets.")
  private String role = "";

  @Option(names = "--port", paramLabel = "PORT", description = "The service's port.")
  private String port = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = Candidates.States.class,
      description = "Any system's spelling; several with commas; FIN_WAIT is both.")
  private String state = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "ISO-8601, or relative as in -15m. Default: an hour before --to")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Exclusive. Default: now")
  private String to = "";

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Length of a point, a multiple of the window size. Default: one window")
  private String step = "";

  void addTo(Map<String, String> parameters) {
    parameters.put("role", role);
    parameters.put("port", port);
    parameters.put("state", state);
    parameters.put("from", from);
    parameters.put("to", to);
    parameters.put("step", step);
  }
}
