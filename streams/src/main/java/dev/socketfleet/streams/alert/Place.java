package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Endpoint;
import org.jspecify.annotations.Nullable;

/** An endpoint in a network namespace: where alerts suppress one another. */
record Place(String netns, Endpoint endpoint) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Place that
        && endpoint.equals(that.endpoint)
        && netns.equals(that.netns);
  }

  @Override
  public int hashCode() {
    return endpoint.hashCode();
  }
}
