package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.query.FleetSeries;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.Locations.Location;
import dev.socketfleet.streams.query.State;
import dev.socketfleet.streams.query.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code GET /api/v1/fleet/series}: one count of the fleet, or of a label value, over time. */
final class FleetSeriesResource implements OwnedResource {

  private final StateDictionary dictionary;
  private final SeriesParameters common;
  private final FleetScopes scopes;
  private final Clock clock;

  FleetSeriesResource(StateDictionary dictionary, EngineSettings engine, Clock clock) {
    this.dictionary = dictionary;
    this.common = new SeriesParameters(engine, false);
    this.scopes = new FleetScopes(engine.fleetLabels());
    this.clock = clock;
  }

  @Override
  public List<QueryParameter> parameters() {
    return Stream.of(
            List.of(
                QueryParameter.ROLE,
                QueryParameter.PORT,
                QueryParameter.STATE,
                QueryParameter.LABEL,
                QueryParameter.STEP),
            QueryParameter.RANGE)
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Location location(Parameters parameters, Locations locations) {
    return locations.ofScope(scopes.of(parameters));
  }

  @Override
  public JsonBody answer(Parameters parameters, State state, boolean partial) {
    FleetScope scope = scopes.of(parameters);
    Optional<Endpoint> endpoint = SeriesParameters.endpoint(parameters);
    Set<SocketState> states =
        parameters
            .states("state", dictionary)
            .orElseThrow(
                () ->
                    new ApiException(
                        400,
                        "missing_parameter",
                        "state was not given",
                        "For example role=server&port=443&state=close_wait."));
    Instant now = clock.instant();
    Duration step = common.step(parameters, now);
    TimeRange range = common.range(parameters, now, step);
    return new FleetSeriesBody(
        FleetSeries.of(
            scope,
            endpoint,
            states,
            step,
            state.fleet().windows(scope, endpoint, range.from(), range.to())),
        partial);
  }
}
