package dev.socketfleet.collector.publish;

import java.util.List;

/**
 * The classes of Kafka's client that take longest to initialize. That takes as long as reading the
 * options and the configuration, so a collector's start does both at once.
 */
public final class KafkaClasses {

  private static final List<String> SLOWEST =
      List.of(
          "org.apache.kafka.clients.producer.ProducerConfig",
          "org.apache.kafka.common.protocol.ApiKeys",
          "org.apache.kafka.common.protocol.Errors",
          "org.apache.kafka.clients.producer.KafkaProducer");

  private KafkaClasses() {}

  /** Initializes them on a thread of its own and returns at once. */
  public static void initializeAside() {
    Thread thread = new Thread(KafkaClasses::initialize, "kafka-classes");
    thread.setDaemon(true);
    thread.start();
  }

  private static void initialize() {
    for (String name : SLOWEST) {
      try {
        Class.forName(name);
      } catch (ClassNotFoundException | LinkageError e) {
        // Whoever needs the class will say so; without this the start is only slower.
        return;
      }
    }
  }
}
