package dev.socketfleet.common.states;

import java.util.Locale;

/** The kind of system on which the command of a {@link Check} works. */
public enum Platform {
  LINUX("linux"),
  /** macOS, the BSDs, Solaris, illumos, AIX, HP-UX. */
  UNIX("unix"),
  WINDOWS("windows"),
  ANY("any");

  private final String wireName;

  Platform(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the dictionary. */
  public String wireName() {
    return wireName;
  }

  /**
   * The platform of a host.
   *
   * @param os what a snapshot says, for example {@code Linux 6.18}; whatever is neither Linux nor
   *     Windows is taken for a Unix
   */
  public static Platform of(String os) {
    String name = os.strip().toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return LINUX;
    }
    return name.startsWith("windows") ? WINDOWS : UNIX;
  }

  /** Whether a command for this platform works on that one. */
  boolean fits(Platform host) {
    return this == ANY || this == host;
  }
}
