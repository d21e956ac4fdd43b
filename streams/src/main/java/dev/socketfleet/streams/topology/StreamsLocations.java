package dev.socketfleet.streams.topology;

import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.StoresUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/** What the members of the group told each other when the partitions were last handed out. */
final class StreamsLocations implements Locations {

  private final Supplier<KafkaStreams> streams;
  private final Supplier<String> self;
  private final String topic;
  private final IntSupplier partitionCount;

  /**
   * The locations of one application.
   *
   * @param self {@code host:port} that this instance advertises
   * @param topic of snapshots, whose partitions are those of the hosts
   * @param partitionCount 0 while it is not known
   */
  StreamsLocations(
      Supplier<KafkaStreams> streams,
      Supplier<String> self,
      String topic,
      IntSupplier partitionCount) {
    this.streams = streams;
    this.self = self;
    this.topic = topic;
    this.partitionCount = partitionCount;
  }

  @Override
  public Location ofHost(String host) {
    return ofKey(StoreNames.HOSTS, host);
  }

  @Override
  public Location ofScope(FleetScope scope) {
    return ofKey(StoreNames.FLEET_LATEST, scope.text());
  }

  private Location ofKey(String store, String key) {
    try (StringSerializer serializer = new StringSerializer()) {
      KeyQueryMetadata metadata = streams.get().queryMetadataForKey(store, key, serializer);
      if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        return Location.UNKNOWN;
      }
      return new Location(
          Optional.of(text(metadata.activeHost())).filter(it -> !it.isEmpty()),
          metadata.standbyHosts().stream().map(StreamsLocations::text).sorted().toList());
    } catch (IllegalStateException | InvalidStateStoreException | StoresUnavailableException e) {
      return Location.UNKNOWN;
    }
  }

  @Override
  public Map<Integer, Location> partitions() {
    int count = partitionCount.getAsInt();
    if (count == 0) {
      throw new StoresUnavailableException(
          "the partitions of " + topic + " are not known yet", Duration.ofSeconds(1));
    }
    Map<Integer, String> owners = new HashMap<>();
    Map<Integer, List<String>> copies = new HashMap<>();
    for (StreamsMetadata instance : instances()) {
      String name = text(instance.hostInfo());
      for (TopicPartition partition : instance.topicPartitions()) {
        if (partition.topic().equals(topic)) {
          owners.put(partition.partition(), name);
        }
      }
      for (TopicPartition partition : instance.standbyTopicPartitions()) {
        if (partition.topic().equals(topic)) {
          copies.computeIfAbsent(partition.partition(), any -> new ArrayList<>(2)).add(name);
        }
      }
    }
    Map<Integer, Location> all = new TreeMap<>();
    for (int partition = 0; partition < count; partition++) {
      all.put(
          partition,
          new Location(
              Optional.ofNullable(owners.get(partition)),
              copies.getOrDefault(partition, List.of()).stream().sorted().toList()));
    }
    return all;
  }

  private List<StreamsMetadata> instances() {
    try {
      return List.copyOf(streams.get().metadataForAllStreamsClients());
    } catch (IllegalStateException | StoresUnavailableException e) {
      return List.of();
    }
  }

  /** Empty where it stands for nobody. */
  private static String text(HostInfo info) {
    if (info.port() < 0 || info.equals(HostInfo.unavailable())) {
      return "";
    }
    String host = info.host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + info.port();
  }

  @Override
  public String self() {
    return self.get();
  }
}
