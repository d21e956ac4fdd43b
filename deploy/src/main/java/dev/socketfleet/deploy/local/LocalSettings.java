package dev.socketfleet.deploy.local;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a person may choose of {@code local}.
 *
 * @param httpPort of the API; 0 picks a free one
 * @param kafkaPort of the embedded broker; 0 picks a free one
 * @param host id of this host; without it the collector derives one
 * @param interval between two snapshots
 * @param settings any other keys of streams and collector
 */
public record LocalSettings(
    int httpPort,
    int kafkaPort,
    Optional<String> host,
    Duration interval,
    Map<String, String> settings) {

  public LocalSettings {
    settings = Map.copyOf(settings);
  }
}
