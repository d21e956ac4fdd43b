package dev.socketfleet.deploy.simulate.incident;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The truth as JSON, schema {@code socketfleet.simulated-incident/1}, one object a line. */
public final class TruthLine {

  /** The value of the field {@code schema}. */
  public static final String SCHEMA = "socketfleet.simulated-incident/1";

  private static final JsonMapper JSON = new JsonMapper();

  private TruthLine() {}

  /** One expectation; what does not apply is left out. */
  public static ObjectNode of(Expectation truth) {
    ObjectNode line =
        JSON.createObjectNode()
            .put("schema", SCHEMA)
            .put("incident", truth.incident())
            .put("kind", truth.kind().wireName())
            .put("scope", truth.scope());
    ArrayNode hosts = line.putArray("hosts");
    truth.hosts().forEach(hosts::add);
    truth.netns().ifPresent(netns -> line.put("netns", netns));
    truth
        .endpoint()
        .ifPresent(
            endpoint -> line.put("role", endpoint.role().wireName()).put("port", endpoint.port()));
    truth.state().ifPresent(state -> line.put("state", state.wireName()));
    truth.peer().ifPresent(peer -> line.put("peer", peer));
    line.put("start", truth.start().toString())
        .put("end", truth.end().toString())
        .put("condition", truth.condition())
        .put("raised", truth.isRaised());
    truth.holdsFrom().ifPresent(from -> line.put("holdsFrom", from.toString()));
    return line;
  }
}
