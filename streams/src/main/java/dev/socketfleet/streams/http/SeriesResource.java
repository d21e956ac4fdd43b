package dev.socketfleet.streams.http;

import dev.socketfleet.common.config.DurationText;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.Measure;
import dev.socketfleet.streams.query.OwnerFilter;
import dev.socketfleet.streams.query.Series;
import dev.socketfleet.streams.query.SeriesReader;
import dev.socketfleet.streams.query.SeriesRequest;
import dev.socketfleet.streams.query.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /api/v1/hosts/{host}/series}: the windows of one count of a host, in points of one
 * window or more.
 */
final class SeriesResource implements Resource {

  /** More points than anybody can draw; a longer step answers the same question. */
  static final int MAX_POINTS = 20_000;

  private static final Duration DEFAULT_RANGE = Duration.ofHours(1);
  private static final String COUNTER_PREFIX = "tcp:";

  private final SeriesReader series;
  private final StateDictionary dictionary;
  private final EngineSettings engine;
  private final Clock clock;

  SeriesResource(HostReader hosts, StateDictionary dictionary, EngineSettings engine, Clock clock) {
    this.series = new SeriesReader(hosts);
    this.dictionary = dictionary;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("role", "port", "state", "netns", "owner", "metric", "from", "to", "step");
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    String host = parameters.host();
    Measure measure = measure(parameters);
    Instant now = clock.instant();
    Duration step = step(parameters);
    TimeRange range = range(parameters, now, step);
    Series answer =
        series
            .read(new SeriesRequest(host, measure, range, step))
            .orElseThrow(() -> ApiException.unknownHost(host));
    return new SeriesBody(answer, now);
  }

  private Measure measure(Parameters parameters) {
    Optional<Endpoint> endpoint = endpoint(parameters);
    Optional<String> metric = parameters.text("metric");
    Optional<Set<SocketState>> states = parameters.states("state", dictionary);
    if (metric.isEmpty()) {
      return new Measure.Sockets(
          states.orElseThrow(SeriesResource::nothingToMeasure),
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

  private static ApiException nothingToMeasure() {
    return new ApiException(
        400,
        "missing_parameter",
        "neither state nor metric was given",
        "For example role=server&port=443&state=close_wait.");
  }

  private static Optional<Endpoint> endpoint(Parameters parameters) {
    Optional<Role> role = parameters.oneOf("role", Role.values(), Role::wireName);
    Optional<Integer> port = parameters.integer("port", 0, 65_535);
    if (role.isPresent() != port.isPresent()) {
      throw new ApiException(
          400,
          "missing_parameter",
          "role and port must be given together",
          "role is server (the local port is the service) or client (the remote one is); without"
              + " both the whole host is counted.");
    }
    return role.map(it -> new Endpoint(it, port.orElse(0)));
  }

  private Duration step(Parameters parameters) {
    Duration window = engine.windowSize();
    Duration step = parameters.duration("step").orElse(window);
    if (step.isZero() || step.toMillis() % window.toMillis() != 0) {
      throw ApiException.invalid(
          "step was '%s' but it must be a multiple of the window size, %s"
              .formatted(DurationText.format(step), DurationText.format(window)),
          "");
    }
    return step;
  }

  private TimeRange range(Parameters parameters, Instant now, Duration step) {
    Instant to = parameters.instant("to", now).orElse(now);
    Instant from = parameters.instant("from", now).orElseGet(() -> to.minus(DEFAULT_RANGE));
    if (!from.isBefore(to)) {
      throw ApiException.invalid(
          "from was %s and to was %s but from must be before to".formatted(from, to), "");
    }
    Instant oldest = now.minus(engine.retention()).minus(engine.windowSize().multipliedBy(2));
    Instant start = from.isBefore(oldest) && oldest.isBefore(to) ? oldest : from;
    long points = Duration.between(start, to).toMillis() / step.toMillis();
    if (points > MAX_POINTS) {
      throw ApiException.invalid(
          "from and to span %d points of %s but an answer has at most %d"
              .formatted(points, DurationText.format(step), MAX_POINTS),
          "Use a longer step or a shorter range.");
    }
    return new TimeRange(start, to);
  }
}
