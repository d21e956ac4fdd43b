package dev.socketfleet.common.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an alert is about: together with the rule its identity. Never a value, a pid or a time, so
 * that the same trouble has the same id whoever computes it and whenever.
 *
 * @param scope {@code host:<id>}, {@code fleet} or {@code label:<k>=<v>}
 * @param host present in the scope of a host
 * @param endpoint absent when the alert is about the host itself
 */
public record AlertSubject(
    String scope,
    Optional<String> host,
    Optional<String> netns,
    Optional<Endpoint> endpoint,
    Optional<SocketState> state,
    Optional<String> peer) {

  private static final int ID_BYTES = 16;

  /** A state of an endpoint on a host. */
  public static AlertSubject of(String host, String netns, Endpoint endpoint, SocketState state) {
    return new AlertSubject(
        "host:" + host,
        Optional.of(host),
        Optional.of(netns),
        Optional.of(endpoint),
        Optional.of(state),
        Optional.empty());
  }

  /** The host as a whole. */
  public static AlertSubject of(String host) {
    return new AlertSubject(
        "host:" + host,
        Optional.of(host),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The alert id under a rule: the first 16 bytes, in hex, of the SHA-256 over the sorted {@code
   * key=value\n} lines of rule, scope and whatever else applies.
   */
  public String alertId(String rule) {
    Map<String, String> parts = new TreeMap<>();
    parts.put("rule", rule);
    parts.put("scope", scope);
    netns.ifPresent(name -> parts.put("netns", name));
    endpoint.ifPresent(
        it -> {
          parts.put("role", it.role().wireName());
          parts.put("port", Integer.toString(it.port()));
        });
    state.ifPresent(it -> parts.put("state", it.wireName()));
    peer.ifPresent(it -> parts.put("peer", it));
    StringBuilder lines = new StringBuilder();
    parts.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    byte[] hash = sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
