package dev.socketfleet.deploy.local;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Settings of a broker that is its own controller, has no second, and serves this machine only.
 *
 * @param folder of its logs and metadata
 * @param port where clients connect
 * @param controllerPort where it votes for itself
 */
record BrokerSettings(Path folder, int port, int controllerPort) {

  static final int NODE_ID = 1;

  Properties properties() {
    Properties properties = new Properties();
    identity(properties);
    singleNode(properties);
    smallProcess(properties);
    return properties;
  }

  private void identity(Properties properties) {
    String voter = LoopbackPort.ADDRESS + ":" + controllerPort;
    String listener = "PLAINTEXT://" + LoopbackPort.ADDRESS + ":" + port;
    set(properties, "process.roles", "broker,controller");
    set(properties, "node.id", NODE_ID);
    set(properties, "controller.quorum.voters", NODE_ID + "@" + voter);
    set(properties, "controller.listener.names", "CONTROLLER");
    set(properties, "listeners", listener + ",CONTROLLER://" + voter);
    set(properties, "advertised.listeners", listener);
    set(properties, "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    set(properties, "log.dirs", folder.toAbsolutePath());
  }

  private static void singleNode(Properties properties) {
    set(properties, "default.replication.factor", 1);
    set(properties, "min.insync.replicas", 1);
    set(properties, "offsets.topic.replication.factor", 1);
    set(properties, "transaction.state.log.replication.factor", 1);
    set(properties, "transaction.state.log.min.isr", 1);
    set(properties, "share.coordinator.state.topic.replication.factor", 1);
    set(properties, "share.coordinator.state.topic.min.isr", 1);
    set(properties, "auto.create.topics.enable", false);
    // Nobody else will join: waiting for more members only delays the start.
    set(properties, "group.initial.rebalance.delay.ms", 0);
  }

  private static void smallProcess(Properties properties) {
    set(properties, "offsets.topic.num.partitions", 4);
    set(properties, "transaction.state.log.num.partitions", 4);
    set(properties, "num.network.threads", 2);
    set(properties, "num.io.threads", 4);
    set(properties, "background.threads", 4);
    set(properties, "log.cleaner.dedupe.buffer.size", 2 * 1024 * 1024);
    set(properties, "log.segment.bytes", 64 * 1024 * 1024);
    // Above the largest topic limit, or that limit could never be reached.
    set(properties, "replica.fetch.max.bytes", 4 * 1024 * 1024);
  }

  private static void set(Properties properties, String key, Object value) {
    properties.setProperty(key, value.toString());
  }
}
