package dev.socketfleet.collector.owner;

import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.SocketState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The processes that most likely hold the sockets whose holder is looked for: the holder of the
 * listener on their port, then those in their cgroup. Reading the descriptors of these few spares
 * those of all processes.
 */
final class Suspects {

  /** More do not narrow it down any more. */
  private static final int MOST = 64;

  private static final int MOST_CGROUPS = 16;

  private final Set<Integer> pids = new LinkedHashSet<>();

  private Suspects() {}

  /**
   * Who should be asked first.
   *
   * @param holders of the table's rows as far as they are known
   * @param wanted which rows' holders are looked for
   */
  static Set<Integer> of(SocketTable table, SocketHolders holders, Rows wanted, Cgroups cgroups) {
    Suspects suspects = new Suspects();
    suspects.addListeners(table, holders, wanted);
    suspects.addCgroups(table, wanted, cgroups);
    return suspects.pids;
  }

  /** A choice of rows. */
  interface Rows {

    boolean contain(int row);
  }

  private void addListeners(SocketTable table, SocketHolders holders, Rows wanted) {
    Map<Long, Integer> listeners = new HashMap<>();
    for (int row = 0; row < table.size(); row++) {
      Holder holder = holders.of(row);
      if (table.stateCode(row) == SocketState.LISTEN.code() && holder != null) {
        int pid = holder.process().map(OwnerProcess::pid).orElse(0);
        listeners.put(place(table, row), pid);
      }
    }
    for (int row = 0; row < table.size() && pids.size() < MOST; row++) {
      int pid = listeners.isEmpty() ? 0 : listeners.getOrDefault(place(table, row), 0);
      if (pid > 0 && wanted.contain(row)) {
        pids.add(pid);
      }
    }
  }

  private static long place(SocketTable table, int row) {
    return ((long) table.namespaceIndex(row) << 16) | table.localPort(row);
  }

  private void addCgroups(SocketTable table, Rows wanted, Cgroups cgroups) {
    Set<Long> asked = new HashSet<>();
    for (int row = 0; row < table.size() && asked.size() < MOST_CGROUPS; row++) {
      if (wanted.contain(row) && asked.add(table.cgroupId(row))) {
        cgroups.pids(table.cgroupId(row)).filter(it -> pids.size() < MOST).forEach(pids::add);
      }
    }
  }
}
