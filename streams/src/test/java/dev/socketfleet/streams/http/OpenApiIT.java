package dev.socketfleet.streams.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever writes a client from the description gets one that works. */
class OpenApiIT {

  private static final Map<String, String> PATHS =
      Map.of("{host}", "web-17", "{id}", SampleApi.ALERT.id());

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ApiServer server = SampleApi.server(HttpSettings.loopback(0));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode document() throws Exception {
    return mapper.readTree(get("/openapi.json").body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void isACompleteDocumentOfVersion31() throws Exception {
    JsonNode document = document();

    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(document.path("info").path("title").asText()).isNotEmpty();
    assertThat(document.path("info").path("version").asText()).isNotEmpty();
    assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
    for (String reference : document.findValuesAsText("$ref")) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
    for (JsonNode path : document.path("paths")) {
      for (JsonNode parameter : path.path("get").path("parameters")) {
        assertThat(parameter.path("in").asText()).isIn("path", "query");
        assertThat(parameter.path("schema").path("type").asText()).isNotEmpty();
      }
      assertThat(path.path("get").path("responses")).isNotEmpty();
      path.path("get")
          .path("responses")
          .forEach(it -> assertThat(it.path("description").asText()).isNotEmpty());
    }
  }

  @Test
  void itsSchemasAreSchemas() throws Exception {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    for (JsonNode schema : document().path("components").path("schemas")) {
      assertThat(
              factory
                  .getSchema(URI.create("https://json-schema.org/draft/2020-12/schema"))
                  .validate(schema))
          .isEmpty();
    }
  }

  @Test
  void everyOperationAnswersAsDescribedWithEveryParameter() throws Exception {
    JsonNode document = document();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      JsonNode operation = path.getValue().path("get");
      String target = path.getKey();
      for (Map.Entry<String, String> value : PATHS.entrySet()) {
        target = target.replace(value.getKey(), value.getValue());
      }
      target += "?" + query(path.getKey(), operation);
      if (path.getKey().equals("/api/v1/events")) {
        assertThat(firstLine(target)).isEqualTo("id: " + "AQEAAQA");
        continue;
      }
      HttpResponse<String> response = get(target);
      assertThat(response.statusCode()).as(target + response.body()).isEqualTo(200);
      JsonNode content = operation.path("responses").path("200").path("content");
      String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
      assertThat(content.has(type)).as(target + " is " + type).isTrue();
      if (type.equals("application/json")) {
        assertThat(problems(document, content.path(type).path("schema"), response.body()))
            .as(target)
            .isEmpty();
      }
    }
  }

  /** Every documented parameter with its example, but for those that exclude each other. */
  private static String query(String path, JsonNode operation) {
    List<String> query = new ArrayList<>();
    boolean series = path.endsWith("/hosts/{host}/series");
    boolean fleet = path.startsWith("/api/v1/fleet/");
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.path("name").asText();
      JsonNode example = parameter.path("example");
      String value = example.isArray() ? example.get(0).asText() : example.asText();
      boolean excluded =
          value.isEmpty()
              || parameter.path("in").asText().equals("path")
              || (series && name.equals("metric"))
              || (fleet && name.equals("label"))
              || (path.endsWith("/events") && (name.equals("role") || name.equals("port")))
              || (path.contains("alerts") && name.equals("status"));
      if (!excluded) {
        query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return String.join("&", query);
  }

  private List<String> problems(JsonNode document, JsonNode schema, String body) throws Exception {
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", document.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole)
        .validate(mapper.readTree(body))
        .stream()
        .map(Object::toString)
        .toList();
  }

  private String firstLine(String target) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + target)).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.append((char) b);
      }
      return line.toString();
    }
  }

  @Test
  void refusalsAreThoseOfTheDocument() throws Exception {
    JsonNode hosts = document().path("paths").path("/api/v1/hosts/{host}").path("get");

    assertThat(
            new TreeSet<>(
                StreamSupport.stream(
                        ((Iterable<Map.Entry<String, JsonNode>>)
                                hosts.path("responses").properties())
                            .spliterator(),
                        false)
                    .map(Map.Entry::getKey)
                    .toList()))
        .contains("200", "304", "400", "401", "403", "404", "406", "413", "421", "429", "503");
    HttpResponse<String> unknown = get("/api/v1/hosts/nobody");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(
            problems(
                document(),
                hosts.at("/responses/404/content/application~1json/schema"),
                unknown.body()))
        .isEmpty();
  }
}
