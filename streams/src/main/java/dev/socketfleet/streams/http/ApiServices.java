package dev.socketfleet.streams.http;

import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.query.AlertHistory;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.EventSource;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.RulesReader;
import dev.socketfleet.streams.query.State;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What the API answers from.
 *
 * @param own what this instance owns
 * @param copies all that it holds and that is complete, as copies of what others own
 * @param remnants all that it holds, be it half restored
 * @param hosts all that it can tell by itself
 * @param locations which instance has what
 * @param history past transitions of alerts
 * @param events as they come
 * @param metrics in the text format of Prometheus
 * @param registry takes the meters of the API
 */
public record ApiServices(
    State own,
    State copies,
    State remnants,
    HostReader hosts,
    Locations locations,
    AlertReader alerts,
    AlertHistory history,
    EventSource events,
    RulesReader rules,
    StateDictionary dictionary,
    EngineSettings engine,
    Health health,
    Supplier<String> metrics,
    MeterRegistry registry,
    Clock clock) {}
