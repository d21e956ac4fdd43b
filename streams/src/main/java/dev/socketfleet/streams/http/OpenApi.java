package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The description of the API (OpenAPI 3.1), made from the routes that answer. */
final class OpenApi implements JsonBody {

  static final String PATH = "/openapi.json";

  private static final String SCHEMAS = "openapi-schemas.json";

  /** What every route may answer beside 200. */
  private static final Map<Integer, String> REFUSALS =
      new TreeMap<>(
          Map.of(
              400, "A parameter is unknown, twice there or has a value that cannot be.",
              401, "A token is needed. Only where the server has a file of tokens.",
              403, "The token's role does not read this.",
              406, "The header Accept wants none of the media types.",
              413, "The request has a body.",
              421, "The header Host names another machine.",
              429, "Too many requests of this client, or too many clients.",
              503, "Nobody can tell at the moment; Retry-After says when to ask again."));

  private final List<Route> routes;

  /**
   * A description.
   *
   * @param routes all of them, its own included, when it is asked for
   */
  OpenApi(List<Route> routes) {
    this.routes = routes;
  }

  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("openapi", "3.1.0");
    json.writeObjectFieldStart("info");
    json.writeStringField("title", "Socketfleet");
    json.writeStringField("version", "1");
    json.writeStringField("summary", "TCP sockets of a fleet by host, port and state. Reads only.");
    json.writeEndObject();
    json.writeObjectFieldStart("paths");
    for (Route route : routes) {
      path(json, route);
    }
    json.writeEndObject();
    components(json);
    json.writeArrayFieldStart("security");
    for (String scheme : List.of("bearer", "basic")) {
      json.writeStartObject();
      json.writeArrayFieldStart(scheme);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void path(JsonGenerator json, Route route) throws IOException {
    json.writeObjectFieldStart(route.path());
    json.writeObjectFieldStart("get");
    json.writeStringField("operationId", operation(route));
    json.writeStringField("summary", route.summary());
    if (route.isOpen()) {
      json.writeArrayFieldStart("security");
      json.writeEndArray();
    }
    json.writeArrayFieldStart("parameters");
    for (String name : route.pathParameters()) {
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeStringField("in", "path");
      json.writeBooleanField("required", true);
      json.writeObjectFieldStart("schema");
      json.writeStringField("type", "string");
      json.writeEndObject();
      json.writeEndObject();
    }
    for (QueryParameter parameter : route.resource().parameters()) {
      parameter.write(json);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("responses");
    answer(json, route);
    Map<Integer, String> refusals = new TreeMap<>(REFUSALS);
    if (!route.pathParameters().isEmpty()) {
      refusals.put(404, "There is no such thing.");
    }
    for (Map.Entry<Integer, String> refusal : refusals.entrySet()) {
      if (refusal.getKey() != 503 || !route.isOpen()) {
        response(json, refusal.getKey(), refusal.getValue(), Answer.JSON, "Error");
      }
    }
    if (route.isOpen()) {
      response(json, 503, "It is not.", Answer.JSON, route.schema());
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String operation(Route route) {
    StringBuilder name = new StringBuilder("get");
    for (String word : route.path().split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return name.toString();
  }

  private static void answer(JsonGenerator json, Route route) throws IOException {
    json.writeObjectFieldStart("200");
    json.writeStringField("description", route.summary());
    json.writeObjectFieldStart("content");
    if (route.schema().isEmpty()) {
      media(json, route.type(), "");
    } else {
      media(json, Answer.JSON, route.schema());
    }
    if (route.table().isPresent()) {
      media(json, "text/csv", "");
    }
    json.writeEndObject();
    json.writeEndObject();
    if (!route.schema().isEmpty() && !route.isOpen()) {
      json.writeObjectFieldStart("304");
      json.writeStringField("description", "The same as the client has, by If-None-Match.");
      json.writeEndObject();
    }
  }

  private static void response(
      JsonGenerator json, int status, String description, String type, String schema)
      throws IOException {
    json.writeObjectFieldStart(Integer.toString(status));
    json.writeStringField("description", description);
    json.writeObjectFieldStart("content");
    media(json, type, schema);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void media(JsonGenerator json, String type, String schema) throws IOException {
    json.writeObjectFieldStart(type);
    json.writeObjectFieldStart("schema");
    if (schema.isEmpty()) {
      json.writeStringField("type", "string");
    } else {
      json.writeStringField("$ref", "#/components/schemas/" + schema);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void components(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("components");
    json.writeFieldName("schemas");
    json.writeTree(schemas());
    json.writeObjectFieldStart("securitySchemes");
    for (String scheme : new ArrayList<>(List.of("bearer", "basic"))) {
      json.writeObjectFieldStart(scheme);
      json.writeStringField("type", "http");
      json.writeStringField("scheme", scheme);
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static JsonNode schemas() {
    try (InputStream in = OpenApi.class.getResourceAsStream(SCHEMAS)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, SCHEMAS));
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of the program cannot be read", e);
    }
  }
}
