package dev.socketfleet.collector.owner;

/**
 * Who holds a socket as the text of another host tells it.
 *
 * @param pid 0 when not told
 * @param name of the program, empty when not told
 * @param user name or number, empty when not told
 * @param cgroup path, empty when not told
 */
public record ToldProcess(int pid, String name, String user, String cgroup) {

  /** Nothing is told. */
  public static final ToldProcess NONE = new ToldProcess(0, "", "", "");

  public ToldProcess {
    pid = Math.max(0, pid);
  }

  /** A process by number and name. */
  public static ToldProcess of(int pid, String name) {
    return new ToldProcess(pid, name, "", "");
  }

  /** The same, where what is told here is missing. */
  public ToldProcess or(ToldProcess other) {
    return new ToldProcess(
        pid == 0 ? other.pid : pid,
        name.isEmpty() ? other.name : name,
        user.isEmpty() ? other.user : user,
        cgroup.isEmpty() ? other.cgroup : cgroup);
  }
}
