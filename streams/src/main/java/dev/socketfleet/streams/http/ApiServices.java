package dev.socketfleet.streams.http;

import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.FleetReader;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.RulesReader;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What the API answers from.
 *
 * @param metrics in the text format of Prometheus
 */
public record ApiServices(
    HostReader hosts,
    FleetReader fleet,
    AlertReader alerts,
    RulesReader rules,
    StateDictionary dictionary,
    EngineSettings engine,
    Health health,
    Supplier<String> metrics,
    Clock clock) {}
