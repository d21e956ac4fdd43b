package dev.socketfleet.streams.alert;

import dev.socketfleet.common.states.Guidance;
import dev.socketfleet.common.states.StateDictionary;
import java.util.List;
import java.util.Locale;

/** What the state dictionary says of the subjects of alerts. */
final class Lore {

  private static final StateDictionary DICTIONARY = StateDictionary.load();

  private Lore() {}

  /** The host as a whole. */
  static Guidance host() {
    return DICTIONARY.subject("host").guidance();
  }

  /** An endpoint's states; its accept queue when there are none. Of several, the first speaks. */
  static Guidance endpoint(StateMask states) {
    return states.bits() == 0
        ? DICTIONARY.subject("listen_queue").guidance()
        : DICTIONARY.entry(states.states().get(0)).guidance();
  }

  /** The kernel counters that move with them, by their names in snapshots. */
  static List<String> counters(StateMask states) {
    return endpoint(states).counters().stream().map(it -> snapshotName(it.name())).toList();
  }

  /**
   * {@code TcpExtTCPReqQFullDrop} and {@code TcpRetransSegs} without prefix, first letter small.
   */
  private static String snapshotName(String kernelName) {
    String name = kernelName.replaceFirst("^Tcp(Ext)?(TCP)?", "");
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
