package dev.socketfleet.streams.notify;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where alerts go and how. Made by {@link NotifyKeys#read}.
 *
 * @param externalUrl of the dashboard, for links in notifications
 */
public record NotifySettings(
    Alertmanagers alertmanagers,
    Webhooks webhooks,
    Transport transport,
    Optional<URI> externalUrl) {

  /**
   * Alertmanagers that all get every alert.
   *
   * @param urls without {@code /api/v2/alerts}
   * @param resendInterval how often a firing alert is sent again
   * @param authorization file with what the header Authorization says
   */
  public record Alertmanagers(
      List<URI> urls,
      Duration resendInterval,
      Set<Severity> severities,
      Optional<Path> authorization) {

    public Alertmanagers {
      urls = List.copyOf(urls);
      severities = Set.copyOf(severities);
    }
  }

  /**
   * Receivers of every transition.
   *
   * @param secret file with the key of the signature; unsigned without
   * @param authorization file with what the header Authorization says
   */
  public record Webhooks(
      List<URI> urls, Selection selection, Optional<Path> secret, Optional<Path> authorization) {

    public Webhooks {
      urls = List.copyOf(urls);
    }
  }

  /** Which transitions a receiver wants. */
  public record Selection(Set<AlertStatus> statuses, Set<Severity> severities) {

    public Selection {
      statuses = Set.copyOf(statuses);
      severities = Set.copyOf(severities);
    }

    /**
     * Whether the receiver wants to hear of it. Who does not hear of pending alerts never heard of
     * one that was not confirmed.
     */
    public boolean wants(Alert alert) {
      boolean unheardOf =
          alert.reason().equals(Optional.of(ResolveReason.NOT_CONFIRMED))
              && !statuses.contains(AlertStatus.PENDING);
      return statuses.contains(alert.status())
          && severities.contains(alert.severity())
          && !unheardOf;
    }
  }

  /**
   * How requests are made.
   *
   * @param timeout of one request, its answer included
   * @param retryAtMost longest wait between two tries
   * @param caFile certificates in PEM that receivers are trusted by; those of Java without
   */
  public record Transport(Duration timeout, Duration retryAtMost, Optional<Path> caFile) {}
}
