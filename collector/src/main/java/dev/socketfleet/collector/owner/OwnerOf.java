package dev.socketfleet.collector.owner;

import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the owner of a process out of the text of {@code /proc/PID/cgroup}, see cgroups(7). */
final class OwnerOf {

  /** A runtime's 64-digit id as Docker, containerd, CRI-O and Podman put it into their paths. */
  private static final Pattern CONTAINER =
      Pattern.compile("(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f])");

  private static final int SHORT_ID = 12;

  private OwnerOf() {}

  /** The container or the systemd service of the process; empty for what belongs to neither. */
  static Optional<Owner> cgroup(String text) {
    Optional<Owner> unit = Optional.empty();
    for (String line : text.lines().toList()) {
      // hierarchy-id:controllers:path
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      Matcher container = CONTAINER.matcher(parts[2]);
      if (container.find()) {
        String id = container.group(1).substring(0, SHORT_ID);
        return Optional.of(new Owner(OwnerKind.CONTAINER, id));
      }
      if (parts[0].equals("0") || parts[1].equals("name=systemd")) {
        unit = unit.or(() -> service(parts[2]));
      }
    }
    return unit;
  }

  /** Scopes are no answer: nobody restarts a login session. */
  private static Optional<Owner> service(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    boolean isUser = last.startsWith("user@");
    return last.endsWith(".service") && !isUser
        ? Optional.of(new Owner(OwnerKind.UNIT, unescape(last)))
        : Optional.empty();
  }

  /** systemd writes what a file name may not hold as {@code \x2d}. */
  private static String unescape(String name) {
    return Pattern.compile("\\\\x([0-9a-f]{2})")
        .matcher(name)
        .replaceAll(
            it ->
                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(it.group(1), 16))));
  }
}
