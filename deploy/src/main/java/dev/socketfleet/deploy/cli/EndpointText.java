package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** An endpoint as text. */
final class EndpointText {

  private EndpointText() {}

  /** {@code server:443}; of something without an endpoint {@code -}. */
  static String of(JsonNode node) {
    if (!node.has("role")) {
      return "-";
    }
    return node.path("port").asInt() == 0
        ? node.path("role").asText() + ":(the rest)"
        : node.path("role").asText() + ":" + node.path("port").asInt();
  }
}
