package dev.socketfleet.streams;

import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.http.ApiServer;
import dev.socketfleet.streams.http.ApiServices;
import dev.socketfleet.streams.http.Health;
import dev.socketfleet.streams.metrics.StreamsMetrics;
import dev.socketfleet.streams.notify.Notifiers;
import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.AlertsView;
import dev.socketfleet.streams.query.EventFeed;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.State;
import dev.socketfleet.streams.query.TopicHistory;
import dev.socketfleet.streams.rule.FleetCause;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.table.CompactedTopic;
import dev.socketfleet.streams.topology.HostStreams;
import dev.socketfleet.streams.topology.RulesInForce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of the streams application: rules, topology, current alerts, outputs and the API
 * over them.
 */
public final class StreamsApp implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StreamsApp.class);

  private static final Duration RULES_WITHIN = Duration.ofSeconds(60);

  private final StreamsConfig config;
  private final StreamsMetrics metrics = new StreamsMetrics();
  private final RulesInForce rules;
  private final CompactedTopic rulesTable;
  private final HostStreams streams;
  private final AlertsView alerts;
  private final EventFeed events;
  private final ApiServer api;
  private final Notifiers notifiers;

  /**
   * Builds an instance that does nothing yet.
   *
   * @throws IllegalArgumentException when {@code rules.file} holds a rule that is none
   */
  public StreamsApp(StreamsConfig config, Clock clock) {
    this.config = config;
    this.rules = new RulesInForce(RuleSet.defaults(), rulesOfFile(config), metrics.registry());
    Map<String, Object> client = new HashMap<>(config.clientProperties());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    this.rulesTable = new CompactedTopic(client, config.topics().rules(), rules);
    this.streams = new HostStreams(config, rules, metrics.counters(), clock);
    this.alerts =
        new AlertsView(
            client,
            config.topics().alerts(),
            metrics.registry(),
            firing -> rules.causes(FleetCause.of(firing)));
    this.events = new EventFeed(client, config.topics().alertEvents(), config.topics().counts());
    this.notifiers =
        new Notifiers(
            config.outputs(),
            client,
            config.topics(),
            config.applicationId(),
            metrics.registry(),
            clock);
    this.api =
        new ApiServer(
            config.http(),
            new ApiServices(
                new State(streams.ownReader(), streams.ownReader()),
                new State(streams.copyReader(), streams.copyReader()),
                new State(streams.remnantReader(), streams.remnantReader()),
                streams.reader(),
                streams.locations(),
                alerts,
                new TopicHistory(client, config.topics().alertEvents()),
                events,
                rules,
                StateDictionary.load(),
                config.engine(),
                new AppHealth(),
                metrics::scrape,
                metrics.registry(),
                clock));
  }

  private static List<Rule> rulesOfFile(StreamsConfig config) {
    return config.rulesFile().map(StreamsApp::read).orElse(List.of());
  }

  private static List<Rule> read(Path file) {
    try {
      return RuleCodec.decodeAll(file.toString(), Files.readAllBytes(file));
    } catch (InvalidRulesException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "rules.file was '%s' but it cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * Opens the API, then reads the rules, then the snapshots. What was opened is closed again when
   * it fails.
   */
  public void start() {
    try {
      log.info("Starting with\n{}", config.effective());
      config.warnings().forEach(log::warn);
      api.start();
      streams.requireTopics();
      rulesTable.start();
      alerts.start();
      events.start();
      if (!rulesTable.awaitCaughtUp(RULES_WITHIN)) {
        throw new IllegalStateException(
            "The topic %s could not be read within %d s. Is the broker at %s reachable?"
                .formatted(
                    config.topics().rules(), RULES_WITHIN.toSeconds(), config.bootstrapServers()));
      }
      // What holds back alerts of hosts must be known before any of them is judged.
      if (!alerts.awaitReady(RULES_WITHIN)) {
        throw new IllegalStateException(
            "The topic %s could not be read within %d s. Is the broker at %s reachable?"
                .formatted(
                    config.topics().alerts(), RULES_WITHIN.toSeconds(), config.bootstrapServers()));
      }
      streams.start(config.http().advertised(api.port()));
      notifiers.start();
      metrics.bind(streams.kafkaStreams());
      metrics.bind(streams.ownReader(), alerts, config.socketMetrics());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("interrupted while starting", e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where the API is. */
  public String url() {
    return api.url();
  }

  /** The port that the API listens on. */
  public int port() {
    return api.port();
  }

  /** What this instance knows of hosts. */
  public HostReader hosts() {
    return streams.reader();
  }

  /** The current alerts of the fleet. */
  public AlertReader alerts() {
    return alerts;
  }

  /** Whether every question can be answered. */
  public boolean isReady() {
    return new AppHealth().waitingFor().isEmpty();
  }

  /** In the reverse order of the start, each step with its own deadline. */
  @Override
  public void close() {
    notifiers.close();
    metrics.close();
    streams.close();
    events.close();
    alerts.close();
    rulesTable.close();
    api.close();
  }

  private final class AppHealth implements Health {

    @Override
    public boolean isAlive() {
      return streams.isAlive();
    }

    @Override
    public List<String> waitingFor() {
      List<String> missing = new ArrayList<>();
      if (!rulesTable.isCaughtUp()) {
        missing.add("rules");
      }
      if (!alerts.ready()) {
        missing.add("alerts");
      }
      if (!streams.isRunning()) {
        missing.add("state stores");
      }
      return missing;
    }
  }
}
