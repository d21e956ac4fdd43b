package dev.socketfleet.streams.notify;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;

/** What one output does with its topic. Called on the output's thread alone. */
interface Delivery extends ConsumerRebalanceListener {

  /** Polls, delivers what is due and commits what was delivered; returns within seconds. */
  void step() throws InterruptedException;

  /** Makes deliveries: another one for each consumer that an output needs in its life. */
  interface Factory {

    /** A delivery that knows nothing yet of a consumer without partitions. */
    Delivery begin(Consumer<byte[], byte[]> consumer);
  }
}
