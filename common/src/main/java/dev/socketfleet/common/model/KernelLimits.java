package dev.socketfleet.common.model;

/**
 * Kernel limits of one network namespace; {@link #UNKNOWN} where the system does not say.
 *
 * @param synBacklog net.ipv4.tcp_max_syn_backlog
 * @param somaxconn net.core.somaxconn
 * @param syncookies net.ipv4.tcp_syncookies: 0 never, 1 under pressure, 2 always
 * @param ephemeralFrom first port of net.ipv4.ip_local_port_range
 * @param ephemeralTo last port of the range, inclusive
 */
public record KernelLimits(
    long synBacklog, long somaxconn, long syncookies, long ephemeralFrom, long ephemeralTo) {

  /** A limit that the system does not tell. */
  public static final long UNKNOWN = -1;

  /** Nothing known. */
  public static final KernelLimits NONE =
      new KernelLimits(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

  /** How many ports connections to one destination can start from; 0 where that is not told. */
  public long ephemeralPorts() {
    return ephemeralFrom < 1 || ephemeralTo < ephemeralFrom ? 0 : ephemeralTo - ephemeralFrom + 1;
  }
}
