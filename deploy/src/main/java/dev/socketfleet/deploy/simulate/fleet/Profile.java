package dev.socketfleet.deploy.simulate.fleet;

import java.util.ArrayList;
import java.util.List;

/** What kind of host it is; {@link Templates} has its endpoints. */
public enum Profile {
  WEB("web"),
  APP("app"),
  DB("db"),
  CACHE("cache"),
  WORKER("worker");

  private static final int CELL = 20;

  private final String label;

  Profile(String label) {
    this.label = label;
  }

  /** Value of the host's label {@code role}, and the first part of its name. */
  public String label() {
    return label;
  }

  /** The profile of the host with this number: of 20 in a row six are web, seven app. */
  static Profile of(int host) {
    int place = host % CELL;
    if (place < 6) {
      return WEB;
    }
    if (place < 13) {
      return APP;
    }
    if (place < 15) {
      return DB;
    }
    return place < 17 ? CACHE : WORKER;
  }

  /** Numbers of the hosts that a host talks to: those of the profile among its 20 neighbours. */
  static List<Integer> neighbours(int host, Profile profile, int hosts) {
    List<Integer> numbers = new ArrayList<>();
    int first = host / CELL * CELL;
    for (int number = first; number < Math.min(first + CELL, hosts); number++) {
      if (number != host && of(number) == profile) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
