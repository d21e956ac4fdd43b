package dev.socketfleet.deploy.incident;

import java.time.Duration;
import java.util.List;

/**
 * Something that goes wrong, and the one alert that says so.
 *
 * @param drill arguments of {@code socketfleet drill}
 * @param enters whether the drill has to be put into a namespace; else it makes one itself
 * @param holdsAfter from the drill's first socket to the moment at which there is something to tell
 * @param rule id of the rule whose alert it is
 * @param within of that moment the alert fires
 * @param evidence what the alert shows beside the owner, as JSON pointers
 */
record Incident(
    String name,
    List<String> drill,
    boolean enters,
    Duration holdsAfter,
    String rule,
    Duration within,
    List<String> evidence) {

  static final String OWNER = "/evidence/owners/0/pid";
  static final String PEER = "/evidence/peers/0/address";
  static final String LIMIT = "/evidence/listen/limit";
  static final String SERIES = "/evidence/series/0/last";

  static String counter(String name) {
    return "/evidence/tcp/" + name;
  }

  @Override
  public String toString() {
    return name;
  }
}
