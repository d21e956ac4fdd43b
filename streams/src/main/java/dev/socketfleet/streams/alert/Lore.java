package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.states.Guidance;
import dev.socketfleet.common.states.KernelCounter;
import dev.socketfleet.common.states.StateDictionary;
import java.util.List;
import java.util.Set;

/** What the state dictionary says of the subjects of alerts. */
final class Lore {

  static final String LISTEN_QUEUE = "listen_queue";
  static final String SYN_QUEUE = "syn_queue";
  static final String KERNEL_COUNTER = "kernel_counter";
  static final String EPHEMERAL_PORTS = "ephemeral_ports";
  static final String LISTENER_GONE = "listener_gone";
  static final String HOST = "host";
  static final String HOST_CLOCK = "host_clock";
  static final String HOST_SNAPSHOTS = "host_snapshots";
  static final String HOST_IDENTITY = "host_identity";
  static final String WATCHDOG = "watchdog";

  private static final StateDictionary DICTIONARY = StateDictionary.load();

  /** Counters that move when handshakes are refused before they are complete. */
  private static final Set<String> SYN_COUNTERS =
      Set.of(
          "listenDrops",
          "syncookiesSent",
          "syncookiesRecv",
          "syncookiesFailed",
          "reqQFullDoCookies",
          "reqQFullDrop");

  private Lore() {}

  /** The subject of a condition's trouble; empty when the states that it counts say what it is. */
  static String subject(Condition condition) {
    if (condition instanceof Condition.Ratio ratio) {
      return ratio.of() == Condition.Part.LISTEN_QUEUED ? LISTEN_QUEUE : "";
    }
    if (condition instanceof Condition.Rate rate) {
      return rate.counters().contains("listenOverflows")
          ? LISTEN_QUEUE
          : SYN_COUNTERS.containsAll(rate.counters()) ? SYN_QUEUE : KERNEL_COUNTER;
    }
    if (condition instanceof Condition.HostThreshold report) {
      return switch (report.of()) {
        case CLOCK_SKEW -> HOST_CLOCK;
        case INCOMPLETE -> HOST_SNAPSHOTS;
        case TWO_BOOTS -> HOST_IDENTITY;
      };
    }
    if (condition instanceof Condition.Exhaustion) {
      return EPHEMERAL_PORTS;
    }
    if (condition instanceof Condition.ListenerGone) {
      return LISTENER_GONE;
    }
    if (condition instanceof Condition.Always) {
      return WATCHDOG;
    }
    return condition instanceof Condition.Absent ? HOST : "";
  }

  /** The subject of an alert that was stored before alerts kept it. */
  static String subjectOfFirst(String kind, StateMask states) {
    if (states.bits() != 0) {
      return "";
    }
    return kind.equals("absent") ? HOST : LISTEN_QUEUE;
  }

  static Guidance of(Episode episode) {
    return episode.about.isEmpty()
        ? DICTIONARY.entry(episode.states.states().get(0)).guidance()
        : subject(episode.about);
  }

  /** What to make of the trouble with a subject. */
  static Guidance subject(String id) {
    return DICTIONARY.subject(id).guidance();
  }

  /** The kernel counters that move with an alert's trouble, by their names in snapshots. */
  static List<String> counters(Episode episode) {
    return of(episode).counters().stream().map(it -> KernelCounter.nameOf(it.name())).toList();
  }
}
