package dev.socketfleet.common.states;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A system, tool or protocol with TCP state names or numbers of its own. {@link SystemEntry} tells
 * where they come from.
 */
public enum StateSystem {
  RFC_9293("rfc9293"),
  LINUX_KERNEL("linux-kernel"),
  LINUX_SS("linux-ss"),
  LINUX_NETSTAT("linux-netstat"),
  WINDOWS_MIB("windows-mib"),
  WINDOWS_NETSTAT("windows-netstat"),
  POWERSHELL("powershell"),
  FREEBSD("freebsd"),
  MACOS("macos"),
  OPENBSD("openbsd"),
  SOLARIS("solaris"),
  AIX("aix"),
  HPUX("hpux"),
  OSHI("oshi"),
  PSUTIL("psutil"),
  GOPSUTIL("gopsutil"),
  TCP_MIB("tcp-mib"),
  CISCO("cisco");

  private static final Map<String, StateSystem> BY_WIRE_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(StateSystem::wireName, Function.identity()));

  private final String wireName;

  StateSystem(String wireName) {
    this.wireName = wireName;
  }

  /** The id in the dictionary, for example {@code linux-kernel}. */
  public String wireName() {
    return wireName;
  }

  /** The system with exactly this id. */
  public static Optional<StateSystem> ofWireName(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }
}
