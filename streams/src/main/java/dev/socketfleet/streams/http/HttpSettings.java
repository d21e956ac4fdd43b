package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the API listens.
 *
 * @param host address or name of this machine
 * @param port 0 picks a free one
 * @param insecure whether anyone who reaches the port may read all
 */
public record HttpSettings(String host, int port, boolean insecure) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 8088;

  /** Loopback only, on a port of one's choice. */
  public static HttpSettings loopback(int port) {
    return new HttpSettings(DEFAULT_HOST, port, false);
  }

  /** What keeps the API from listening there, for the operator; empty when nothing does. */
  public Optional<String> problem() {
    String quoted = Quoted.of(host);
    try {
      boolean loopback = InetAddress.getByName(host).isLoopbackAddress();
      return loopback || insecure
          ? Optional.empty()
          : Optional.of(
              ("http.host was '%s' but without encryption and authentication it must be a loopback"
                      + " address. Keep 127.0.0.1 behind a proxy that has both, or allow everyone"
                      + " to read with http.insecure=true (--insecure-http).")
                  .formatted(quoted));
    } catch (UnknownHostException e) {
      return Optional.of(
          "http.host was '%s' but no address is known for it. Use an address of this machine."
              .formatted(quoted));
    }
  }
}
