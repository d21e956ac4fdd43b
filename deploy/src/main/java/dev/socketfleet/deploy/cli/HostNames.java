package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.NearestName;
import dev.socketfleet.deploy.CommandFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks about one host, and says which one was probably meant when there is none of that name. */
final class HostNames {

  static final String UNKNOWN = "unknown_host";
  private static final int MAX_NEAR = 3;

  private HostNames() {}

  /** The answer to a question about a host. */
  static JsonNode ask(ApiClient client, Question question, String host)
      throws InterruptedException {
    try {
      return question.ask(client);
    } catch (ApiRefusal e) {
      throw explained(e, client, host);
    }
  }

  /** What to say to a person for this refusal of a question about a host. */
  static CommandFailedException explained(ApiRefusal refusal, ApiClient client, String host)
      throws InterruptedException {
    if (!refusal.code().equals(UNKNOWN)) {
      return refusal;
    }
    List<String> names = new ArrayList<>();
    client
        .list("/api/v1/hosts", Map.of(), 0)
        .path("items")
        .forEach(item -> names.add(item.path("host").asText()));
    List<String> near = NearestName.closest(host, names, MAX_NEAR);
    String meant = near.isEmpty() ? "" : " Did you mean " + String.join(", ", near) + "?";
    return new CommandFailedException(
        "host '%s' is not known.%s `socketfleet hosts` lists all %d; one that was silent for long, or was told to be forgotten, is not among them."
            .formatted(Quoted.of(host), Quoted.of(meant, 400), names.size()));
  }
}
