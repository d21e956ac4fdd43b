package dev.socketfleet.streams.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What the API did. Safe for any thread. */
final class ApiMeters {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2)
  };

  private final MeterRegistry registry;
  private final Counter partial;

  ApiMeters(MeterRegistry registry) {
    this.registry = registry;
    this.partial =
        Counter.builder("socketfleet.http.partial")
            .description("Answers that say of themselves that something may be missing or old")
            .register(registry);
  }

  /**
   * One request was answered.
   *
   * @param route its path as in the list of routes, so that there are no more series than routes
   */
  void answered(String route, int status, Duration took) {
    Timer.builder("socketfleet.http.requests")
        .description("Requests by route and status")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  /** How many clients get events. */
  void clients(Supplier<Number> clients) {
    Gauge.builder("socketfleet.http.events.clients", clients)
        .description("Clients that get events from this instance")
        .register(registry);
  }

  /** An answer was partial. */
  void partial() {
    partial.increment();
  }
}
