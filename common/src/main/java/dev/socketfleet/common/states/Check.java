package dev.socketfleet.common.states;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;

/**
 * A first look at the cause.
 *
 * @param text the question that the command answers, and how to read the answer
 * @param command a command line with places for what is not known here: {@code {port}}, {@code
 *     {host}}, {@code {ss}} and {@code {powershell}} (filters for the endpoint's connections),
 *     {@code {ss-local}} and {@code {powershell-local}} (for its listeners). PID and other words in
 *     capitals are for the reader to replace.
 */
public record Check(Platform platform, String text, String command) {

  /** The command for the sockets of one endpoint. */
  public String command(Endpoint endpoint) {
    return filled(endpoint.role(), Integer.toString(endpoint.port()), "HOST");
  }

  /** The command for one host. */
  public String command(String host) {
    return filled(Role.SERVER, "PORT", host);
  }

  /** The command with PORT and HOST for the reader to replace. */
  public String example() {
    return filled(Role.SERVER, "PORT", "HOST");
  }

  private String filled(Role role, String port, String host) {
    return command
        .replace("{ss-local}", "sport = :" + port)
        .replace("{powershell-local}", "-LocalPort " + port)
        .replace("{ss}", ssField(role) + " = :" + port)
        .replace("{powershell}", powershellOption(role) + " " + port)
        .replace("{port}", port)
        .replace("{host}", host);
  }

  private static String ssField(Role role) {
    return switch (role) {
      case SERVER -> "sport";
      case CLIENT -> "dport";
    };
  }

  private static String powershellOption(Role role) {
    return switch (role) {
      case SERVER -> "-LocalPort";
      case CLIENT -> "-RemotePort";
    };
  }
}
