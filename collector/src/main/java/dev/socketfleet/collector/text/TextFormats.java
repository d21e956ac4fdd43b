package dev.socketfleet.collector.text;

import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.states.StateSystem;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** All formats, by name and by what an input looks like. */
public final class TextFormats {

  /** The choice that lets the content decide. */
  public static final String AUTO = "auto";

  private static final List<String> NAMES =
      List.of(
          "ss",
          "netstat-linux",
          "netstat-freebsd",
          "netstat-openbsd",
          "netstat-netbsd",
          "netstat-macos",
          "netstat-aix",
          "netstat-solaris",
          "netstat-windows",
          "sockstat",
          "procfs",
          "powershell");

  private final List<TextFormat> formats;

  /**
   * The formats for one input.
   *
   * @param input its name, for messages
   */
  TextFormats(StateDictionary states, PortNames ports, String input) {
    SocketEnds ends = new SocketEnds(ports);
    formats =
        List.of(
            new LineFormat(
                "ss",
                "Linux",
                () -> new SsParser(new StateWords(states, StateSystem.LINUX_SS), ends),
                Recognition::ss),
            netstat("linux", "Linux", states, StateSystem.LINUX_NETSTAT, ends, Recognition::linux),
            netstat("freebsd", "FreeBSD", states, StateSystem.FREEBSD, ends, Recognition::bsd),
            netstat("openbsd", "OpenBSD", states, StateSystem.OPENBSD, ends, Recognition::openbsd),
            netstat("netbsd", "NetBSD", states, StateSystem.OPENBSD, ends, Recognition::bsd),
            netstat("macos", "macOS", states, StateSystem.MACOS, ends, Recognition::macos),
            netstat("aix", "AIX", states, StateSystem.AIX, ends, Recognition::aix),
            new LineFormat(
                "netstat-solaris",
                "Solaris",
                () -> new SolarisNetstatParser(new StateWords(states, StateSystem.SOLARIS), ends),
                Recognition::solaris),
            new LineFormat(
                "netstat-windows",
                "Windows",
                () ->
                    new WindowsNetstatParser(
                        new StateWords(states, StateSystem.WINDOWS_NETSTAT), ends),
                Recognition::windows),
            new LineFormat(
                "sockstat",
                "FreeBSD",
                () -> new SockstatParser(new StateWords(states, StateSystem.FREEBSD), ends),
                Recognition::sockstat),
            new ProcfsFormat(input),
            new PowerShellFormat(new StateWords(states, StateSystem.POWERSHELL), ends));
  }

  private static TextFormat netstat(
      String name,
      String os,
      StateDictionary states,
      StateSystem system,
      SocketEnds ends,
      ToIntFunction<Words> weight) {
    return new LineFormat(
        "netstat-" + name,
        os,
        () ->
            new NetstatParser(
                new StateWords(states, system),
                ends,
                system == StateSystem.LINUX_NETSTAT ? new LinuxNetstat() : new BsdNetstat()),
        weight);
  }

  /** What {@code --format} takes, {@link #AUTO} first. */
  public static List<String> names() {
    return Stream.concat(Stream.of(AUTO), NAMES.stream()).toList();
  }

  /** The format of this name. */
  Optional<TextFormat> named(String name) {
    return formats.stream().filter(format -> format.name().equals(name)).findFirst();
  }

  /** The format that most of the lines look like; of equals the first. */
  Optional<TextFormat> recognize(List<String> head) {
    TextFormat best = null;
    int most = 0;
    for (TextFormat format : formats) {
      int evidence = format.evidence(head);
      if (evidence > most) {
        best = format;
        most = evidence;
      }
    }
    return Optional.ofNullable(best);
  }
}
