package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.streams.http.TlsFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the API of a streams instance and turns what goes wrong into a message. */
final class ApiClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int MAX_MESSAGE = 600;

  private final JsonMapper mapper = new JsonMapper();
  private final HttpClient http;
  private final String url;
  private final Optional<String> token;

  /**
   * A client of one instance.
   *
   * @param tokenFile whose first line is the token
   * @param trust certificates that sign the API's
   * @throws SetupException when the URL is none, or a file cannot be read
   */
  ApiClient(String url, Optional<Path> tokenFile, Optional<Path> trust) {
    if (!url.matches("https?://[^/?#\\s]+/?")) {
      throw new SetupException(
          "--url was '%s' but it must be like %s"
              .formatted(Quoted.of(url), ApiOptions.DEFAULT_URL));
    }
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.token = tokenFile.map(ApiClient::token);
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    try {
      trust.ifPresent(file -> client.sslContext(TlsFiles.trusting(file)));
    } catch (IllegalArgumentException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
    this.http = client.build();
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new SetupException(
          "--token-file was '%s' but it cannot be read: %s".formatted(file, e), e);
    }
  }

  /** A segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /**
   * The body of one answer.
   *
   * @param parameters those with an empty value are left out; several lines are several values
   * @throws CommandFailedException when there is no answer or it is a refusal
   * @throws SetupException when the API does not take the parameters
   */
  JsonNode get(String path, Map<String, String> parameters) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path, parameters))
            .timeout(ANSWER)
            .header("Accept", "application/json");
    token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (HttpTimeoutException e) {
      throw new CommandFailedException(
          "no answer from %s within %d s.".formatted(url, ANSWER.toSeconds()), e);
    } catch (IOException e) {
      throw new CommandFailedException(noServer(e), e);
    }
    return body(response);
  }

  private String noServer(IOException e) {
    String reason = e instanceof ConnectException ? "connection refused" : e.toString();
    return "no Socketfleet at %s (%s). Start one with `socketfleet local`, or name another with --url or SOCKETFLEET_URL."
        .formatted(url, Quoted.of(reason));
  }

  private JsonNode body(HttpResponse<String> response) {
    JsonNode body = tree(response.body());
    if (response.statusCode() == 200 && body.isObject()) {
      return body;
    }
    if (!body.has("code") || !body.has("message")) {
      throw notOurs();
    }
    String message =
        Quoted.of(
            (body.path("message").asText() + ". " + body.path("hint").asText()).strip(),
            MAX_MESSAGE);
    if (response.statusCode() == 400) {
      throw new SetupException(message);
    }
    throw new CommandFailedException(message);
  }

  private JsonNode tree(String text) {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw notOurs();
    }
  }

  private CommandFailedException notOurs() {
    return new CommandFailedException(
        "what answers at %s is no Socketfleet API. Check --url.".formatted(url));
  }

  /**
   * A list, over all its pages.
   *
   * @param limit items at most; 0 for all
   */
  ObjectNode list(String path, Map<String, String> parameters, int limit)
      throws InterruptedException {
    ObjectNode whole = mapper.createObjectNode();
    ArrayNode items = whole.putArray("items");
    Map<String, String> page = new LinkedHashMap<>(parameters);
    if (limit > 0) {
      page.put("limit", Integer.toString(limit));
    }
    boolean partial = false;
    JsonNode next;
    do {
      JsonNode answer = get(path, page);
      answer.path("items").forEach(items::add);
      partial |= answer.path("partial").asBoolean();
      next = answer.path("next");
      page.put("next", next.asText());
    } while (next.isTextual() && limit == 0);
    whole.set("next", next.isTextual() ? next : whole.nullNode());
    return whole.put("partial", partial);
  }

  private URI uri(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(it -> !it.getValue().isEmpty())
            .flatMap(
                it ->
                    it.getValue()
                        .lines()
                        .map(value -> it.getKey() + "=" + URLEncoder.encode(value, UTF_8)))
            .collect(Collectors.joining("&"));
    return URI.create(url + path + (query.isEmpty() ? "" : "?" + query));
  }
}
