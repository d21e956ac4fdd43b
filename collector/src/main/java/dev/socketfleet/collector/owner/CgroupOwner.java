package dev.socketfleet.collector.owner;

import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The systemd unit or container of a cgroup path, as systemd, Docker, containerd, CRI-O and Podman
 * name their cgroups. A container wins over a unit: what runs inside is restarted through it.
 */
final class CgroupOwner {

  /** Characters of a container id that its tools print. */
  private static final int ID_LENGTH = 12;

  private static final Pattern CONTAINER =
      Pattern.compile("(?:docker-|cri-containerd-|crio-|libpod-)?([0-9a-f]{64})(?:\\.scope)?");

  /** The manager of a user's own services; what it starts is nothing an operator restarts. */
  private static final Pattern USER_MANAGER = Pattern.compile("user@\\d+\\.service");

  private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");

  private CgroupOwner() {}

  /**
   * The owner of a process.
   *
   * @param lines of {@code /proc/PID/cgroup}: {@code hierarchy:controllers:path}, cgroups(7)
   */
  static Optional<Owner> ofProcess(List<String> lines) {
    Optional<Owner> container =
        lines.stream().map(CgroupOwner::path).flatMap(path -> container(path).stream()).findFirst();
    return container.or(
        () ->
            lines.stream()
                .filter(line -> line.startsWith("0::") || line.contains(":name=systemd:"))
                .flatMap(line -> unit(path(line)).stream())
                .findFirst());
  }

  /** The owner of a cgroup of version 2, by its path from the root. */
  static Optional<Owner> ofPath(String path) {
    return container(path).or(() -> unit(path));
  }

  private static String path(String line) {
    int second = line.indexOf(':', line.indexOf(':') + 1);
    return line.substring(second + 1);
  }

  private static Optional<Owner> container(String path) {
    for (String segment : path.split("/", -1)) {
      Matcher matcher = CONTAINER.matcher(segment);
      if (matcher.matches()) {
        return Optional.of(
            new Owner(OwnerKind.CONTAINER, matcher.group(1).substring(0, ID_LENGTH)));
      }
    }
    return Optional.empty();
  }

  /** The innermost service; a scope (a login session, a desktop application) has none. */
  private static Optional<Owner> unit(String path) {
    String[] segments = path.split("/", -1);
    for (int i = segments.length - 1; i >= 0; i--) {
      String segment = segments[i];
      if (segment.endsWith(".scope") || USER_MANAGER.matcher(segment).matches()) {
        return Optional.empty();
      }
      if (segment.endsWith(".service")) {
        return Optional.of(new Owner(OwnerKind.UNIT, unescape(segment)));
      }
    }
    return Optional.empty();
  }

  /**
   * systemd writes an underscore before names that would collide with the kernel's files, and what
   * a unit's name may not hold as {@code \\x2d}.
   */
  private static String unescape(String segment) {
    String name = segment.startsWith("_") ? segment.substring(1) : segment;
    return ESCAPED
        .matcher(name)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }
}
