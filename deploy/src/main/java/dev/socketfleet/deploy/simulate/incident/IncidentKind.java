package dev.socketfleet.deploy.simulate.incident;

import java.util.List;
import java.util.Optional;

/** What can happen, how strong it may be, and which rules are about it. */
public enum IncidentKind {
  CLOSE_WAIT_LEAK(
      "close-wait-leak", Scope.ENDPOINT, "sockets a second", 1, 0.0001, 1_000, "close-wait-"),
  CLOSE_WAIT_BURST("close-wait-burst", Scope.ENDPOINT, "sockets", 300, 1, 50_000, "close-wait-"),
  SYN_FLOOD(
      "syn-flood",
      Scope.ENDPOINT,
      "SYNs a second",
      4_000,
      0.01,
      1_000_000,
      "syn-received- syn-cookies syn-drops"),
  STUCK_ACCEPT(
      "stuck-accept",
      Scope.ENDPOINT,
      "part of the queue that fills, 1 for all of it",
      1,
      0.01,
      1,
      "listen-queue- listen-overflows"),
  UPSTREAM_DOWN("upstream-down", Scope.ENDPOINT, "sockets that try", 60, 1, 20_000, "syn-sent-"),
  PORT_EXHAUSTION(
      "port-exhaustion",
      Scope.ENDPOINT,
      "part of the ephemeral range",
      0.95,
      0.1,
      1,
      "ephemeral-ports-"),
  PEER_LEAK(
      "peer-leak",
      Scope.ENDPOINT,
      "sockets a second",
      0.5,
      0.0001,
      100,
      "fin-wait-2- close-wait- fleet-peer-leak"),
  LOST_FINS("lost-fins", Scope.ENDPOINT, "sockets a second", 1, 0.0001, 100, "teardown-"),
  LISTENER_GONE("listener-gone", Scope.ENDPOINT, "", 1, 1, 1, "listener-gone"),
  SILENT_HOST("silent-host", Scope.HOST, "", 1, 1, 1, "host-silent"),
  CLOCK_SKEW(
      "clock-skew",
      Scope.HOST,
      "seconds that the clock is ahead, below zero for behind",
      3_600,
      -86_400 * 30,
      86_400 * 30,
      "host-clock-skew"),
  INCOMPLETE_SNAPSHOTS("incomplete-snapshots", Scope.HOST, "", 1, 1, 1, "host-incomplete"),
  TWO_COLLECTORS("two-collectors", Scope.HOST, "", 1, 1, 1, "host-two-boots"),
  DISTRIBUTED_FLOOD(
      "distributed-flood",
      Scope.FLEET,
      "half-open connections on each host",
      40,
      1,
      10_000,
      "fleet-syn- fleet-same-trouble"),
  FLEET_SILENCE("fleet-silence", Scope.FLEET, "", 1, 1, 1, "fleet-hosts-silent");

  /** What an alert about it is about. */
  public enum Scope {
    ENDPOINT,
    HOST,
    FLEET
  }

  private final String wireName;
  private final Scope scope;
  private final String unit;
  private final double usual;
  private final double least;
  private final double most;
  private final String rules;

  IncidentKind(
      String wireName,
      Scope scope,
      String unit,
      double usual,
      double least,
      double most,
      String rules) {
    this.wireName = wireName;
    this.scope = scope;
    this.unit = unit;
    this.usual = usual;
    this.least = least;
    this.most = most;
    this.rules = rules;
  }

  /** The name in files. */
  public String wireName() {
    return wireName;
  }

  public Scope scope() {
    return scope;
  }

  /** What its strength is a number of; empty when it has none. */
  public String unit() {
    return unit;
  }

  /** The strength when none is given. */
  public double usual() {
    return usual;
  }

  double least() {
    return least;
  }

  double most() {
    return most;
  }

  /** How the ids of the rules begin that are about it. */
  public List<String> rules() {
    return List.of(rules.split(" ", -1));
  }

  /** The kind of this name. */
  public static Optional<IncidentKind> ofWireName(String name) {
    for (IncidentKind kind : values()) {
      if (kind.wireName.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
