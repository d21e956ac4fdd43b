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
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks the API of a streams instance and turns what goes wrong into a message. */
final class ApiClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Every list of the API gives so many at a time. */
  private static final int PAGE = 1_000;

  private final JsonMapper mapper = new JsonMapper();
  private final HttpClient http;
  private final String url;
  private final Optional<String> token;
  private final ApiTrouble trouble;

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
    this.trouble = new ApiTrouble(this.url, tokenFile);
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
    String token;
    try {
      token = Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new SetupException(
          "--token-file was '%s' but it cannot be read: %s".formatted(file, e), e);
    }
    if (!token.matches("[\\x21-\\x7e]+")) {
      throw new SetupException(
          "--token-file was '%s' but its first line is no token. Make one with `socketfleet streams token`."
              .formatted(file));
    }
    return token;
  }

  /** A segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /**
   * The body of one answer.
   *
   * @param parameters those with an empty value are left out; several lines are several values
   * @throws ApiRefusal when the answer is none to the question
   * @throws CommandFailedException when there is no answer
   * @throws SetupException when the API does not take the parameters
   */
  JsonNode get(String path, Map<String, String> parameters) throws InterruptedException {
    HttpResponse<String> response = text(path, parameters, "application/json");
    JsonNode body = tree(response.body()).orElseThrow(trouble::notOurs);
    if (!body.isObject()) {
      throw trouble.notOurs();
    }
    return body;
  }

  private HttpResponse<String> text(String path, Map<String, String> parameters, String type)
      throws InterruptedException {
    HttpRequest request = request(path, parameters, type).timeout(ANSWER).build();
    HttpResponse<String> response = send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    if (response.statusCode() != 200) {
      throw refusal(response.statusCode(), response.body());
    }
    return response;
  }

  private HttpRequest.Builder request(String path, Map<String, String> parameters, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path, parameters)).header("Accept", type);
    token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    return request;
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws InterruptedException {
    try {
      return http.send(request, body);
    } catch (IOException e) {
      throw trouble.noAnswer(e);
    }
  }

  private RuntimeException refusal(int status, String body) {
    return trouble.refusal(status, tree(body).orElseGet(mapper::createObjectNode));
  }

  private Optional<JsonNode> tree(String text) {
    try {
      return Optional.ofNullable(mapper.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * A list, over all its pages: the fields of the first one with the items of all.
   *
   * @param limit items at most; 0 for all
   */
  ObjectNode list(String path, Map<String, String> parameters, int limit)
      throws InterruptedException {
    Map<String, String> page = new LinkedHashMap<>(parameters);
    ObjectNode whole = mapper.createObjectNode();
    ArrayNode items = mapper.createArrayNode();
    TreeSet<String> instances = new TreeSet<>();
    TreeSet<Integer> partitions = new TreeSet<>();
    boolean partial = false;
    JsonNode next;
    do {
      page.put("limit", Integer.toString(pageSize(limit, items.size())));
      JsonNode answer = get(path, page);
      if (whole.isEmpty()) {
        whole.setAll((ObjectNode) answer);
      }
      answer.path("items").forEach(items::add);
      partial |= answer.path("partial").asBoolean();
      answer.path("missingInstances").forEach(it -> instances.add(it.asText()));
      answer.path("missingPartitions").forEach(it -> partitions.add(it.asInt()));
      next = answer.path("next");
      page.put("next", next.asText());
    } while (next.isTextual() && (limit == 0 || items.size() < limit));
    whole.set("items", items);
    whole.set("next", next.isTextual() ? next : whole.nullNode());
    whole.put("partial", partial);
    if (partial) {
      instances.forEach(whole.putArray("missingInstances")::add);
      partitions.forEach(whole.putArray("missingPartitions")::add);
    }
    return whole;
  }

  private static int pageSize(int limit, int have) {
    return limit == 0 ? PAGE : Math.min(PAGE, limit - have);
  }

  /**
   * Rows as the API writes them.
   *
   * @param text with a header, over all pages
   * @param partial whether something may be missing
   */
  record Rows(String text, boolean partial) {}

  /**
   * An answer as CSV.
   *
   * @param limit rows at most, 0 for all; absent for what has no pages
   */
  Rows csv(String path, Map<String, String> parameters, Optional<Integer> limit)
      throws InterruptedException {
    Map<String, String> page = new LinkedHashMap<>(parameters);
    StringBuilder text = new StringBuilder();
    boolean partial = false;
    int rows = 0;
    Optional<String> next;
    do {
      if (limit.isPresent()) {
        page.put("limit", Integer.toString(pageSize(limit.get(), rows)));
      }
      HttpResponse<String> response = text(path, page, "text/csv");
      if (!response.headers().firstValue("Content-Type").orElse("").startsWith("text/csv")) {
        throw trouble.notOurs();
      }
      String body = response.body();
      text.append(text.isEmpty() ? body : body.substring(body.indexOf('\n') + 1));
      // A line end inside of a cell only makes a page shorter than it could be.
      rows += (int) body.lines().count() - 1;
      partial |= response.headers().firstValue("Socketfleet-Partial").isPresent();
      next = response.headers().firstValue("Socketfleet-Next");
      next.ifPresent(it -> page.put("next", it));
    } while (next.isPresent() && (limit.orElse(0) == 0 || rows < limit.orElse(0)));
    return new Rows(text.toString(), partial);
  }

  /**
   * Opens a stream of events.
   *
   * @param lastId where to go on; empty for what comes from now on
   * @throws ApiRefusal when there is none to be had
   */
  InputStream events(Map<String, String> parameters, String lastId) throws InterruptedException {
    HttpRequest.Builder request = request("/api/v1/events", parameters, "text/event-stream");
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    HttpResponse<InputStream> response =
        send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw refusal(response.statusCode(), new String(body.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw trouble.noAnswer(e);
    }
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
    try {
      return URI.create(url + path + (query.isEmpty() ? "" : "?" + query));
    } catch (IllegalArgumentException e) {
      throw new SetupException(
          "--url was '%s' but it must be like %s".formatted(Quoted.of(url), ApiOptions.DEFAULT_URL),
          e);
    }
  }
}
