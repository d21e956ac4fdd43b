package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.deploy.simulate.fleet.Disturbance;

/** The time of an incident, as its effects need it: seconds since its start and since its end. */
abstract class Course implements Disturbance {

  private final long startMs;
  private final long endMs;

  /** Seconds from start to end. */
  final double length;

  Course(Incident incident) {
    this.startMs = incident.start().toEpochMilli();
    this.endMs = incident.end().toEpochMilli();
    this.length = (endMs - startMs) / 1_000.0;
  }

  /** Seconds since the start; below zero before it. */
  final double since(long atMs) {
    return (atMs - startMs) / 1_000.0;
  }

  /** Seconds of it so far: since the start, and no more than its length. */
  final double lasted(long atMs) {
    return Math.min(Math.max(0, since(atMs)), length);
  }

  /** Seconds since the end; 0 before it. */
  final double after(long atMs) {
    return Math.max(0, (atMs - endMs) / 1_000.0);
  }

  final boolean isOn(long atMs) {
    return atMs >= startMs && atMs < endMs;
  }

  final boolean isOver(long atMs) {
    return atMs >= endMs;
  }

  final long endMs() {
    return endMs;
  }

  /** From 1 to 0 with this time constant, in seconds. */
  static double fading(double seconds, double constant) {
    return Math.exp(-seconds / constant);
  }

  /** From 1 to 0 in a straight line. */
  static double running(double seconds, double whole) {
    return Math.max(0, 1 - seconds / whole);
  }
}
