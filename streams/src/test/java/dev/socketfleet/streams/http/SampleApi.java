package dev.socketfleet.streams.http;

import static dev.socketfleet.streams.query.Snapshots.HTTPS;
import static dev.socketfleet.streams.query.Snapshots.unit;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.query.AlertHistory.Found;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.Alerts;
import dev.socketfleet.streams.query.InMemoryFleet;
import dev.socketfleet.streams.query.InMemoryHosts;
import dev.socketfleet.streams.query.NoEvents;
import dev.socketfleet.streams.query.OneInstance;
import dev.socketfleet.streams.query.RulesView;
import dev.socketfleet.streams.query.Snapshots;
import dev.socketfleet.streams.query.State;
import dev.socketfleet.streams.rule.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An API over one host, {@code web-17}, and one alert about it. */
final class SampleApi {

  static final Instant NOW = Instant.parse("2026-11-23T08:05:00Z");
  static final Alert ALERT = Alerts.closeWait("web-17", AlertStatus.FIRING, 1, NOW);

  private SampleApi() {}

  static ApiServer server(HttpSettings settings) {
    InMemoryHosts hosts =
        new InMemoryHosts()
            .add(
                Snapshots.of("web-17", NOW.minusSeconds(60))
                    .group(HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, 4)
                    .build());
    State state = new State(hosts, new InMemoryFleet());
    return new ApiServer(
        settings,
        new ApiServices(
            state,
            state,
            state,
            hosts,
            new OneInstance(),
            new OneAlert(),
            question -> new Found(List.of(ALERT), true),
            new NoEvents(),
            () -> new RulesView(RuleSet.defaults(), Map.of(), List.of()),
            StateDictionary.load(),
            EngineSettings.DEFAULT,
            new Ready(),
            () -> "socketfleet_up 1.0\n",
            new SimpleMeterRegistry(),
            Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private record OneAlert() implements AlertReader {

    @Override
    public List<Alert> alerts() {
      return List.of(ALERT);
    }

    @Override
    public Optional<Alert> alert(String id) {
      return Optional.of(ALERT).filter(it -> it.id().equals(id));
    }
  }

  private record Ready() implements Health {

    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public List<String> waitingFor() {
      return List.of();
    }
  }
}
