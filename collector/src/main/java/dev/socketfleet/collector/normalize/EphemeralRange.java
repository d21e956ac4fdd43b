package dev.socketfleet.collector.normalize;

import dev.socketfleet.common.model.KernelLimits;
import java.util.Locale;

/**
 * The ports that a system gives to sockets that do not ask for one. Both ends are included.
 *
 * @param from first port
 * @param to last port
 */
public record EphemeralRange(int from, int to) {

  /** Linux, net.ipv4.ip_local_port_range. */
  public static final EphemeralRange LINUX = new EphemeralRange(32_768, 60_999);

  /** RFC 6335 section 6, the default of Windows, macOS and most others. */
  public static final EphemeralRange IANA = new EphemeralRange(49_152, 65_535);

  /** The default of a system. */
  public static EphemeralRange ofSystem(String osName) {
    return osName.toLowerCase(Locale.ROOT).startsWith("linux") ? LINUX : IANA;
  }

  /** The range that the kernel tells, or this one when it tells none. */
  EphemeralRange orTold(KernelLimits limits) {
    return limits.ephemeralFrom() >= 0 && limits.ephemeralTo() >= limits.ephemeralFrom()
        ? new EphemeralRange((int) limits.ephemeralFrom(), (int) limits.ephemeralTo())
        : this;
  }

  boolean contains(int port) {
    return port >= from && port <= to;
  }
}
