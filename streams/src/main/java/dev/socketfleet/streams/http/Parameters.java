package dev.socketfleet.streams.http;

import dev.socketfleet.common.config.DurationText;
import dev.socketfleet.common.model.HostId;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.text.NearestName;
import dev.socketfleet.streams.query.TimeExpression;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a request says beside its path. Every method names the parameter that is wrong. */
final class Parameters {

  /** May be given several times. */
  static final String LABEL = "label";

  private static final int MAX_LENGTH = 600;

  private final Map<String, String> path;
  private final Map<String, List<String>> query;

  /**
   * The parameters of one request.
   *
   * @param known the query parameters of the path
   * @throws ApiException for one that is not known, twice there or too long
   */
  Parameters(
      Map<String, String> path, Map<String, List<String>> query, List<QueryParameter> known) {
    this.path = path;
    this.query = query;
    Set<String> names = known.stream().map(QueryParameter::name).collect(Collectors.toSet());
    query.forEach((name, values) -> check(name, values, names));
  }

  private static void check(String name, List<String> values, Set<String> known) {
    if (!known.contains(name)) {
      throw new ApiException(
          400,
          "unknown_parameter",
          "parameter '%s' is not known".formatted(Quoted.of(name)),
          NearestName.to(name, known)
              .map(nearest -> "The nearest is " + nearest + ". All: " + listed(known) + ".")
              .orElse("This path has no parameters."));
    }
    if (values.size() > 1 && !name.equals(LABEL)) {
      throw ApiException.invalid(
          "%s was given %d times but it must be given once".formatted(name, values.size()),
          "Leave one.");
    }
    if (values.stream().anyMatch(value -> value.length() > MAX_LENGTH)) {
      throw ApiException.invalid(
          "%s had more than %d characters".formatted(name, MAX_LENGTH), "Shorten it.");
    }
  }

  private static String listed(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }

  /** The host that the path names. */
  String host() {
    String host = path.getOrDefault("host", "");
    if (!HostId.isValid(host)) {
      throw ApiException.unknownHost(Quoted.of(host));
    }
    return host;
  }

  /** Some of them again as a query, each followed by an ampersand. */
  String query(Collection<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      for (String value : query.getOrDefault(name, List.of())) {
        text.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        text.append('&');
      }
    }
    return text.toString();
  }

  /** Numbers of partitions. */
  Set<Integer> partitions() {
    String text = text("partitions").orElse("");
    if (!text.matches("\\d{1,5}(?:,\\d{1,5})*")) {
      throw ApiException.invalid(
          "partitions was '%s' but it must be numbers separated by commas"
              .formatted(Quoted.of(text)),
          "");
    }
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
  }

  /** The alert that the path names. */
  String id() {
    return path.getOrDefault("id", "");
  }

  /** A text; empty when it was not given or is empty. */
  Optional<String> text(String name) {
    return query.getOrDefault(name, List.of()).stream()
        .findFirst()
        .filter(value -> !value.isEmpty());
  }

  /** An integer, both ends included. */
  Optional<Integer> integer(String name, int from, int to) {
    return text(name)
        .map(
            text -> {
              if (text.matches("\\d{1,9}")) {
                int number = Integer.parseInt(text);
                if (number >= from && number <= to) {
                  return number;
                }
              }
              throw ApiException.invalid(
                  "%s was '%s' but it must be an integer in %d..%d"
                      .formatted(name, Quoted.of(text), from, to),
                  "");
            });
  }

  /** One of some constants, by wire name. */
  <E> Optional<E> oneOf(String name, E[] constants, Function<E, String> wireName) {
    return text(name)
        .map(
            text -> {
              for (E constant : constants) {
                if (wireName.apply(constant).equalsIgnoreCase(text)) {
                  return constant;
                }
              }
              List<String> names = List.of(constants).stream().map(wireName).toList();
              throw ApiException.invalid(
                  "%s was '%s' but it must be one of %s"
                      .formatted(name, Quoted.of(text), String.join(", ", names)),
                  "");
            });
  }

  /** States in any spelling of any system, several separated by commas. */
  Optional<Set<SocketState>> states(String name, StateDictionary dictionary) {
    return text(name)
        .map(
            text -> {
              Set<SocketState> states = EnumSet.noneOf(SocketState.class);
              try {
                for (String spelling : text.split(",", -1)) {
                  states.addAll(dictionary.parse(spelling));
                }
              } catch (IllegalArgumentException e) {
                throw ApiException.invalid(
                    String.valueOf(e.getMessage()), "GET /api/v1/states explains the states.");
              }
              return states;
            });
  }

  /** A length of time as in {@code 5m}. */
  Optional<Duration> duration(String name) {
    return text(name)
        .map(
            text ->
                DurationText.parse(text)
                    .orElseThrow(
                        () ->
                            ApiException.invalid(
                                "%s was '%s' but it must be a duration"
                                    .formatted(name, Quoted.of(text)),
                                "Use a number and one of ms s m h d, as in 5m.")));
  }

  /** A point in time, relative to now or absolute. */
  Optional<Instant> instant(String name, Instant now) {
    return text(name)
        .map(
            text -> {
              try {
                return TimeExpression.parse(text, now);
              } catch (IllegalArgumentException e) {
                throw ApiException.invalid(name + " was " + e.getMessage(), "");
              }
            });
  }

  /** Every {@code label=key:value}: all have to match. */
  List<Map.Entry<String, String>> labels() {
    return query.getOrDefault(LABEL, List.of()).stream().map(Parameters::label).toList();
  }

  private static Map.Entry<String, String> label(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw ApiException.invalid(
          "label was '%s' but it must be key:value".formatted(Quoted.of(text)),
          "For example label=dc:eu1.");
    }
    return Map.entry(text.substring(0, colon), text.substring(colon + 1));
  }
}
