package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the API listens, and who may read it.
 *
 * @param host address or name of this machine
 * @param port 0 picks a free one
 * @param insecure whether anyone who reaches the port may read all
 * @param advertised {@code host:port} for the other instances; empty for {@code host} and the port
 * @param tls keys and certificates
 * @param tokens file with the tokens that are accepted; absent where none is needed
 * @param peerToken file with the token that this instance shows to the others
 * @param requestsPerSecond of one client address
 * @param eventClients that get events at the same time
 */
public record HttpSettings(
    String host,
    int port,
    boolean insecure,
    String advertised,
    TlsSettings tls,
    Optional<Path> tokens,
    Optional<Path> peerToken,
    int requestsPerSecond,
    int eventClients) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 8088;
  public static final int DEFAULT_REQUESTS_PER_SECOND = 5_000;
  public static final int DEFAULT_EVENT_CLIENTS = 100;

  /** Loopback only, on a port of one's choice. */
  public static HttpSettings loopback(int port) {
    return new HttpSettings(
        DEFAULT_HOST,
        port,
        false,
        "",
        TlsSettings.OFF,
        Optional.empty(),
        Optional.empty(),
        DEFAULT_REQUESTS_PER_SECOND,
        DEFAULT_EVENT_CLIENTS);
  }

  /** Beyond loopback, for everyone. */
  HttpSettings open(String host) {
    return new HttpSettings(
        host, port, true, advertised, tls, tokens, peerToken, requestsPerSecond, eventClients);
  }

  /** The same with a file of tokens. */
  HttpSettings withTokens(Path file, Path ownToken) {
    return new HttpSettings(
        host,
        port,
        insecure,
        advertised,
        tls,
        Optional.of(file),
        Optional.of(ownToken),
        requestsPerSecond,
        eventClients);
  }

  /** The same with TLS. */
  HttpSettings withTls(TlsSettings other) {
    return new HttpSettings(
        host,
        port,
        insecure,
        advertised,
        other,
        tokens,
        peerToken,
        requestsPerSecond,
        eventClients);
  }

  /** Whether a client needs a token, and nobody on the way can read it. */
  private boolean isSecured() {
    return tls.isOn() && tokens.isPresent();
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return tls.isOn() ? "https" : "http";
  }

  /** Whether only this machine reaches it. */
  boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Where other instances reach this one.
   *
   * @param bound the port that it listens on
   */
  public String advertised(int bound) {
    if (!advertised.isEmpty()) {
      return advertised;
    }
    String name = host;
    try {
      if (InetAddress.getByName(host).isAnyLocalAddress()) {
        name = InetAddress.getLocalHost().getHostName();
      }
    } catch (UnknownHostException e) {
      name = host;
    }
    return (name.contains(":") ? "[" + name + "]" : name) + ":" + bound;
  }

  /** What keeps the API from listening there, for the operator. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(tls.problems());
    String quoted = Quoted.of(host);
    try {
      boolean loopback = InetAddress.getByName(host).isLoopbackAddress();
      if (!loopback && !insecure && !isSecured()) {
        problems.add(
            ("http.host was '%s' but without encryption and authentication it must be a loopback"
                    + " address. Give http.tls.* and http.tokens.file, keep 127.0.0.1 behind a proxy"
                    + " that has both, or allow everyone to read with http.insecure=true"
                    + " (--insecure-http).")
                .formatted(quoted));
      }
    } catch (UnknownHostException e) {
      problems.add(
          "http.host was '%s' but no address is known for it. Use an address of this machine."
              .formatted(quoted));
    }
    return problems;
  }
}
