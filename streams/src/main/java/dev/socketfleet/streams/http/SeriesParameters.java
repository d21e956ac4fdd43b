package dev.socketfleet.streams.http;

import dev.socketfleet.common.config.DurationText;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.query.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What every series is asked for with: the endpoint, the time and the length of a point.
 *
 * @param coarse whether there are coarse windows, which are kept for longer
 */
record SeriesParameters(EngineSettings engine, boolean coarse) {

  /** More points than anybody can draw; a longer step answers the same question. */
  static final int MAX_POINTS = 20_000;

  private static final Duration DEFAULT_RANGE = Duration.ofHours(1);

  /** Role and port; empty for all of them together. */
  static Optional<Endpoint> endpoint(Parameters parameters) {
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

  /** The answer to a question without a state. */
  static ApiException nothingToMeasure() {
    return new ApiException(
        400,
        "missing_parameter",
        "neither state nor metric was given",
        "For example role=server&port=443&state=close_wait.");
  }

  /** What was asked for, or the shortest that there are windows for from the start on. */
  Duration step(Parameters parameters, Instant now) {
    Duration window = engine.windowSize();
    Duration step = parameters.duration("step").orElseGet(() -> shortestStep(parameters, now));
    if (step.isZero() || step.toMillis() % window.toMillis() != 0) {
      throw ApiException.invalid(
          "step was '%s' but it must be a multiple of the window size, %s"
              .formatted(DurationText.format(step), DurationText.format(window)),
          "");
    }
    return step;
  }

  private Duration shortestStep(Parameters parameters, Instant now) {
    boolean old =
        parameters
            .instant("from", now)
            .filter(from -> from.isBefore(oldest(now, engine.windowSize())))
            .isPresent();
    return coarse && old ? engine.coarseSize() : engine.windowSize();
  }

  private Instant oldest(Instant now, Duration step) {
    boolean longer = coarse && step.toMillis() % engine.coarseSize().toMillis() == 0;
    return longer
        ? now.minus(engine.coarseRetention()).minus(engine.coarseSize())
        : now.minus(engine.retention()).minus(engine.windowSize().multipliedBy(2));
  }

  TimeRange range(Parameters parameters, Instant now, Duration step) {
    Instant to = parameters.instant("to", now).orElse(now);
    Instant from = parameters.instant("from", now).orElseGet(() -> to.minus(DEFAULT_RANGE));
    if (!from.isBefore(to)) {
      throw ApiException.invalid(
          "from was %s and to was %s but from must be before to".formatted(from, to), "");
    }
    Instant oldest = oldest(now, step);
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
