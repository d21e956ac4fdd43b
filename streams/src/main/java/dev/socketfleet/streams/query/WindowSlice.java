package dev.socketfleet.streams.query;

import dev.socketfleet.streams.window.HostWindow;
import java.time.Instant;
import java.util.List;

/**
 * Windows of one host.
 *
 * @param windows ascending by start, closed and open ones, each with at least one sample
 * @param lastAppend when the broker took the youngest snapshot that is in them
 */
public record WindowSlice(List<HostWindow> windows, Instant lastAppend) {

  public WindowSlice {
    windows = List.copyOf(windows);
  }
}
