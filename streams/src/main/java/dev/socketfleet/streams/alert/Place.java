package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Endpoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where on a host an alert is: the host itself, one of its network namespaces, or an endpoint in
 * one.
 *
 * @param netns null for the host
 * @param endpoint null for the host and for a namespace
 */
record Place(@Nullable String netns, @Nullable Endpoint endpoint) {

  /** The host itself. */
  static final Place HOST = new Place(null, null);

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Place that
        && Objects.equals(endpoint, that.endpoint)
        && Objects.equals(netns, that.netns);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(endpoint);
  }
}
