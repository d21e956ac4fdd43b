package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.TopicSpec;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.SetupException;
import java.util.List;
import picocli.CommandLine.Option;

/** Which topics a command is about and how large they are. */
final class TopicOptions {

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "First part of every topic name. Default: ${DEFAULT-VALUE}")
  String prefix = Topics.DEFAULT_PREFIX;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "12",
      description =
          "Partitions of all topics but rules; fixed for the life of an application id. Default: ${DEFAULT-VALUE}")
  int partitions;

  @Option(
      names = "--replication",
      paramLabel = "N",
      defaultValue = "3",
      description = "Copies of each partition; 1 on a single broker. Default: ${DEFAULT-VALUE}")
  short replication;

  @Option(
      names = "--min-insync",
      paramLabel = "N",
      description =
          "Copies that must have a record before it is acknowledged. Default: 2, or 1 when there is one copy")
  int minInSync;

  Topics topics() {
    try {
      return new Topics(prefix);
    } catch (IllegalArgumentException e) {
      throw new SetupException("--prefix: " + e.getMessage(), e);
    }
  }

  List<TopicSpec> specs() {
    int needed = minInSync == 0 ? Math.min(2, replication) : minInSync;
    try {
      return topics().specs(new TopicSizing(partitions, replication, needed));
    } catch (IllegalArgumentException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }
}
