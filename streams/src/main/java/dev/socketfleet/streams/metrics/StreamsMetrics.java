package dev.socketfleet.streams.metrics;

import dev.socketfleet.streams.query.AlertReader;
import dev.socketfleet.streams.query.HostReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * All meters of a streams process and their text for Prometheus: counters of the topology, the
 * fleet, Kafka Streams with its clients, and the JVM.
 */
public final class StreamsMetrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StreamsCounters counters = new StreamsCounters(registry);
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private volatile @Nullable FleetMeters fleet;

  /**
   * Several dozen series for each store, node and topic of each partition: nine tenths of a scrape,
   * for questions that the sums of thread and client answer first. JMX has them.
   */
  private static final List<String> LEFT_OUT =
      List.of(
          "kafka.stream.state.",
          "kafka.stream.processor.node.",
          "kafka.stream.topic.",
          "kafka.stream.record.cache.");

  public StreamsMetrics() {
    LEFT_OUT.forEach(
        prefix -> registry.config().meterFilter(MeterFilter.denyNameStartsWith(prefix)));
    JvmGcMetrics collections = new JvmGcMetrics();
    collections.bindTo(registry);
    closing.push(collections::close);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Where further meters go. */
  public MeterRegistry registry() {
    return registry;
  }

  /** For the topology. */
  public StreamsCounters counters() {
    return counters;
  }

  /** Adds the meters of Kafka Streams and its clients; before it is started or after. */
  public void bind(KafkaStreams streams) {
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(registry);
    closing.push(metrics::close);
  }

  /** Adds the fleet, read anew for each scrape. */
  public void bind(HostReader hosts, AlertReader alerts, SocketSelection selection) {
    fleet = new FleetMeters(registry, hosts, alerts, selection);
  }

  /** All meters in the text format of Prometheus. */
  public String scrape() {
    FleetMeters meters = fleet;
    if (meters != null) {
      meters.refresh();
    }
    return registry.scrape();
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
    registry.close();
  }
}
