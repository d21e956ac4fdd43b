package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.WindowCountsCodec;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.query.FeedEvent;
import dev.socketfleet.streams.query.FeedEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a client gets. Of alerts those of its host, or with all of its labels; of windows
 * those of its host, or of the scopes of its labels, or of the fleet: all endpoints together, or
 * the one that it names.
 */
record EventFilter(
    Set<Kind> kinds,
    Optional<String> host,
    List<Map.Entry<String, String>> labels,
    Set<String> windowKeys) {

  static final List<QueryParameter> PARAMETERS =
      List.of(
          QueryParameter.text("types", "alerts, counts, or both with a comma; both.", "alerts"),
          QueryParameter.text("host", "Only what is of this host.", "web-17"),
          QueryParameter.LABEL,
          QueryParameter.ROLE,
          QueryParameter.PORT,
          QueryParameter.text(
              "lastEventId", "Like the header Last-Event-ID, which comes first.", ""));

  static EventFilter of(Parameters parameters) {
    Optional<String> host = parameters.text("host");
    List<Map.Entry<String, String>> labels = parameters.labels();
    Optional<Endpoint> endpoint = SeriesParameters.endpoint(parameters);
    if (host.isPresent() && endpoint.isPresent()) {
      throw ApiException.invalid(
          "role and port do not go together with host", "A host's window has all its endpoints.");
    }
    Set<String> keys = new HashSet<>();
    if (host.isPresent()) {
      keys.add(host.get());
    } else {
      List<FleetScope> scopes = new ArrayList<>();
      labels.forEach(it -> scopes.add(FleetScope.ofLabel(it.getKey(), it.getValue())));
      if (scopes.isEmpty()) {
        scopes.add(FleetScope.FLEET);
      }
      scopes.forEach(scope -> keys.add(endpoint.map(scope::key).orElseGet(scope::key)));
    }
    return new EventFilter(kinds(parameters), host, labels, keys);
  }

  private static Set<Kind> kinds(Parameters parameters) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String type : parameters.text("types").orElse("alerts,counts").split(",", -1)) {
      switch (type) {
        case "alerts" -> kinds.add(Kind.ALERT);
        case "counts" -> kinds.add(Kind.COUNTS);
        default ->
            throw ApiException.invalid(
                "types was '%s' but it must be alerts, counts or both with a comma"
                    .formatted(Quoted.of(type)),
                "");
      }
    }
    return kinds;
  }

  /** The text of an event for this client; empty for one that it does not want. */
  Optional<String> data(FeedEvent event) {
    byte[] value = event.value();
    if (value == null || !kinds.contains(event.kind())) {
      return Optional.empty();
    }
    try {
      return switch (event.kind()) {
        case ALERT -> alert(value);
        case COUNTS ->
            windowKeys.contains(event.key())
                ? Optional.of(utf8(WindowCountsCodec.encode(WindowCountsCodec.decode(value))))
                : Optional.empty();
      };
    } catch (MalformedRecordException e) {
      return Optional.empty();
    }
  }

  private Optional<String> alert(byte[] value) throws MalformedRecordException {
    Alert alert = AlertCodec.decode(value);
    boolean wanted =
        host.map(it -> alert.subject().host().equals(Optional.of(it))).orElse(true)
            && alert.labels().entrySet().containsAll(labels);
    return wanted ? Optional.of(utf8(AlertCodec.encode(alert))) : Optional.empty();
  }

  private static String utf8(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
