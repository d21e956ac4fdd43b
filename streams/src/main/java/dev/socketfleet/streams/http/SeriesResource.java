package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.Locations.Location;
import dev.socketfleet.streams.query.Measure;
import dev.socketfleet.streams.query.OwnerFilter;
import dev.socketfleet.streams.query.Series;
import dev.socketfleet.streams.query.SeriesReader;
import dev.socketfleet.streams.query.SeriesRequest;
import dev.socketfleet.streams.query.State;
import dev.socketfleet.streams.query.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code GET /api/v1/hosts/{host}/series}: the windows of one count of a host, in points of one
 * window or more.
 */
final class SeriesResource implements OwnedResource {

  private static final String COUNTER_PREFIX = "tcp:";

  private final StateDictionary dictionary;
  private final SeriesParameters common;
  private final Clock clock;

  SeriesResource(StateDictionary dictionary, EngineSettings engine, Clock clock) {
    this.dictionary = dictionary;
    this.common = new SeriesParameters(engine, true);
    this.clock = clock;
  }

  @Override
  public List<QueryParameter> parameters() {
    return Stream.of(
            List.of(
                QueryParameter.ROLE,
                QueryParameter.PORT,
                QueryParameter.STATE,
                QueryParameter.text("netns", "Only this network namespace.", "host"),
                QueryParameter.text(
                    "owner", "Only this owner: its name, kind:name or kind.", "unit:nginx.service"),
                QueryParameter.text(
                    "metric",
                    "Instead of state: listen_queued or listen_limit of an endpoint, or tcp:COUNTER"
                        + " of a namespace.",
                    "tcp:listenOverflows"),
                QueryParameter.STEP),
            QueryParameter.RANGE)
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Location location(Parameters parameters, Locations locations) {
    return locations.ofHost(parameters.host());
  }

  @Override
  public JsonBody answer(Parameters parameters, State state, boolean partial) {
    String host = parameters.host();
    Measure measure = measure(parameters);
    Instant now = clock.instant();
    Duration step = common.step(parameters, now);
    TimeRange range = common.range(parameters, now, step);
    Series answer =
        new SeriesReader(state.hosts())
            .read(new SeriesRequest(host, measure, range, step))
            .orElseThrow(() -> ApiException.unknownHost(host));
    return new SeriesBody(answer, now, partial);
  }

  private Measure measure(Parameters parameters) {
    Optional<Endpoint> endpoint = SeriesParameters.endpoint(parameters);
    Optional<String> metric = parameters.text("metric");
    Optional<Set<SocketState>> states = parameters.states("state", dictionary);
    if (metric.isEmpty()) {
      return new Measure.Sockets(
          states.orElseThrow(SeriesParameters::nothingToMeasure),
          endpoint,
          parameters.text("netns"),
          parameters.text("owner").map(OwnerFilter::new));
    }
    if (states.isPresent() || parameters.text("owner").isPresent()) {
      throw ApiException.invalid(
          "metric does not go together with state or owner", "Ask for one of them.");
    }
    return metric(metric.get(), endpoint, parameters);
  }

  private static Measure metric(String metric, Optional<Endpoint> endpoint, Parameters parameters) {
    if (metric.startsWith(COUNTER_PREFIX) && metric.length() > COUNTER_PREFIX.length()) {
      if (endpoint.isPresent()) {
        throw ApiException.invalid(
            "role and port were given but kernel counters are of a whole network namespace",
            "Leave role and port out; netns selects the namespace.");
      }
      return new Measure.KernelCounter(
          parameters.text("netns").orElse(Group.HOST_NETNS),
          metric.substring(COUNTER_PREFIX.length()));
    }
    Endpoint of =
        endpoint.orElseThrow(
            () ->
                ApiException.invalid(
                    "metric '%s' needs role and port".formatted(Quoted.of(metric)),
                    "For example role=server&port=443&metric=listen_queued."));
    if (parameters.text("netns").isPresent()) {
      throw ApiException.invalid(
          "netns does not go together with metric '%s'".formatted(Quoted.of(metric)),
          "Leave it out: queues are summed over the namespaces.");
    }
    return switch (metric) {
      case "listen_queued" -> new Measure.ListenQueued(of);
      case "listen_limit" -> new Measure.ListenLimit(of);
      default ->
          throw ApiException.invalid(
              "metric was '%s' but it must be listen_queued, listen_limit or tcp:COUNTER"
                  .formatted(Quoted.of(metric)),
              "For example tcp:listenOverflows.");
    };
  }
}
