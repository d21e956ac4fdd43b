package dev.socketfleet.deploy.simulate.fleet;

import java.util.List;

/** The kernel's cumulative counters of a network namespace, as collectors name them. */
public enum Counter {
  LISTEN_OVERFLOWS("listenOverflows", 0),
  LISTEN_DROPS("listenDrops", 1),
  SYNCOOKIES_SENT("syncookiesSent", 2),
  SYNCOOKIES_RECV("syncookiesRecv", 3),
  SYNCOOKIES_FAILED("syncookiesFailed", 4),
  REQ_Q_FULL_DO_COOKIES("reqQFullDoCookies", 5),
  REQ_Q_FULL_DROP("reqQFullDrop", 6),
  RETRANS_SEGS("retransSegs", 7),
  OUT_RSTS("outRsts", 8),
  ESTAB_RESETS("estabResets", 9),
  ATTEMPT_FAILS("attemptFails", 10);

  static final List<Counter> VALUES = List.of(values());
  static final int COUNT = VALUES.size();

  private final String wireName;
  private final int index;

  Counter(String wireName, int index) {
    this.wireName = wireName;
    this.index = index;
  }

  /** Its place among the numbers of a namespace, below {@link #COUNT}. */
  int index() {
    return index;
  }

  /** The name in a snapshot. */
  public String wireName() {
    return wireName;
  }
}
