package dev.socketfleet.common.model;

/**
 * The process that holds most sockets of a group at the moment of the snapshot. Information for a
 * person, never identity.
 *
 * @param pid as the host's first pid namespace counts it, above 0
 * @param name the kernel's command name of the process ({@code /proc/PID/comm}), may be empty
 */
public record OwnerProcess(int pid, String name) {

  public OwnerProcess {
    if (pid <= 0) {
      throw new IllegalArgumentException("pid was " + pid + " but it must be above 0");
    }
    name = Owner.bounded(name);
  }
}
