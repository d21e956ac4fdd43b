package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guards an API on loopback against DNS rebinding: a web page whose name was made to point to
 * 127.0.0.1 runs in the browser of whoever opened it, and could read the API if the API did not
 * look at which name it was asked by.
 */
final class HostHeader {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpSettings settings;
  private final boolean checked;

  HostHeader(HttpSettings settings) {
    this.settings = settings;
    this.checked = !settings.insecure() && settings.isLoopback();
  }

  /**
   * Lets a request pass that was sent to a name of loopback.
   *
   * @param header value of {@code Host}, with or without a port
   * @throws ApiException for any other, unless everyone may read
   */
  void check(@Nullable String header) {
    String name = name(header == null ? "" : header);
    if (checked && !LOOPBACK.contains(name) && !name.equals(configured())) {
      throw new ApiException(
          421,
          "misdirected_request",
          "the header Host was '%s' but this API is only for this machine"
              .formatted(Quoted.of(name)),
          "Ask http://127.0.0.1:PORT. A proxy in front has to send Host: 127.0.0.1.");
    }
  }

  private String configured() {
    String host = settings.host().toLowerCase(Locale.ROOT);
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String name(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
  }
}
