package dev.socketfleet.streams.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What became of an output's notifications, and how many wait. Safe for any thread. */
final class OutputMeters {

  private final MeterRegistry registry;
  private final String output;
  private final Counter delivered;
  private final Counter failed;
  private final Counter refused;
  private final Counter leftOut;
  private final Counter malformed;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong held = new AtomicLong();

  OutputMeters(MeterRegistry registry, String output) {
    this.registry = registry;
    this.output = output;
    delivered = counter(registry, output, "delivered");
    failed = counter(registry, output, "failed");
    refused = counter(registry, output, "refused");
    leftOut = counter(registry, output, "left_out");
    malformed = counter(registry, output, "malformed");
    gauge(
        registry,
        output,
        "socketfleet.notifications.waiting",
        "Records that this instance has to deliver to an output and has not yet",
        waiting);
    gauge(
        registry,
        output,
        "socketfleet.notifications.held",
        "Records and alerts that this instance keeps in memory for an output",
        held);
  }

  private static void gauge(
      MeterRegistry registry, String output, String name, String description, AtomicLong value) {
    Gauge.builder(name, value, AtomicLong::get)
        .description(description)
        .tag("output", output)
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String output, String outcome) {
    return Counter.builder("socketfleet.notifications")
        .description("Notifications by what became of them; a failed one is tried again")
        .tag("output", output)
        .tag("outcome", outcome)
        .register(registry);
  }

  void delivered(int notifications) {
    delivered.increment(notifications);
  }

  /** They are tried again. */
  void failed(int notifications) {
    failed.increment(notifications);
  }

  /** The receiver will never take it: set aside. */
  void refused(int status) {
    refused.increment();
    Counter.builder("socketfleet.notifications.refused")
        .description("Notifications set aside, by the HTTP status of the receiver")
        .tag("output", output)
        .tag("status", Integer.toString(status))
        .register(registry)
        .increment();
  }

  /** Nobody asked for it. */
  void leftOut() {
    leftOut.increment();
  }

  /** The record is no alert. */
  void malformed() {
    malformed.increment();
  }

  /**
   * How it stands.
   *
   * @param inMemory those of them that this instance holds, and what it holds beside
   */
  void standing(long undelivered, long inMemory) {
    waiting.set(undelivered);
    held.set(inMemory);
  }
}
