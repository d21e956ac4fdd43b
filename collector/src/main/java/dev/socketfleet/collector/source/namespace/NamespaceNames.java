package dev.socketfleet.collector.source.namespace;

import dev.socketfleet.collector.source.NetworkNamespace;
import dev.socketfleet.common.model.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for namespaces, which have none of their own: the one under {@code /run/netns}, else the
 * container's id, else the command of the first process. A name stays with its namespace as long as
 * it lives. Owned by one thread.
 */
final class NamespaceNames {

  /** Container runtimes put the id, 64 hex digits, into the path of the cgroup. */
  private static final Pattern CONTAINER_ID =
      Pattern.compile("(?<![0-9a-f])([0-9a-f]{12})[0-9a-f]{52}(?![0-9a-f])");

  private static final int MAX_LENGTH = 64;

  private final Path proc;
  private final Map<Long, String> names = new HashMap<>();

  NamespaceNames(Path proc) {
    this.proc = proc;
  }

  /** The name that the namespace has, or a new one made from the mount or the process. */
  String nameOf(long inode, int pid, String mountName) {
    String known = names.get(inode);
    if (known != null) {
      return known;
    }
    String name =
        unique(mountName.isEmpty() ? nameOfProcess(pid) : Quoted.of(mountName, MAX_LENGTH));
    names.put(inode, name);
    return name;
  }

  /** Forgets the names of namespaces that are gone. */
  void keepOnly(Set<Long> inodes) {
    names.keySet().retainAll(inodes);
  }

  private String unique(String name) {
    Set<String> taken = new HashSet<>(names.values());
    taken.add(NetworkNamespace.OWN);
    String candidate = name;
    for (int i = 2; taken.contains(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }

  private String nameOfProcess(int pid) {
    Path process = proc.resolve(Integer.toString(pid));
    Matcher container = CONTAINER_ID.matcher(read(process.resolve("cgroup")));
    if (container.find()) {
      return container.group(1);
    }
    String command = read(process.resolve("comm")).strip();
    return command.isEmpty() ? "pid-" + pid : Quoted.of(command, MAX_LENGTH);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
