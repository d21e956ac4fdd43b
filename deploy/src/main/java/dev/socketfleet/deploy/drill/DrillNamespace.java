package dev.socketfleet.deploy.drill;

import dev.socketfleet.deploy.SetupException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network namespace of this process, with loopback up. Its name carries the pid, so that a later
 * drill can remove what a killed one left.
 */
final class DrillNamespace implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DrillNamespace.class);
  private static final String PREFIX = "socketfleet-drill-";
  private static final Path MOUNTED = Path.of("/run/netns");

  private final String name;

  private DrillNamespace(String name) {
    this.name = name;
  }

  /**
   * @throws SetupException naming the missing right or tool and how to get it
   */
  static void requireTools(boolean packetFilter) {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new SetupException(
          "This drill makes a network namespace of its own, which only root may. Run it with sudo.");
    }
    requireTool("ip", "iproute2");
    requireTool("nsenter", "util-linux");
    if (packetFilter) {
      requireTool("nft", "nftables");
    }
  }

  /** Removes the namespaces of drills whose process is gone. */
  static void removeStale() {
    if (!Files.isDirectory(MOUNTED)) {
      return;
    }
    try (DirectoryStream<Path> mounted = Files.newDirectoryStream(MOUNTED, PREFIX + "*")) {
      for (Path path : mounted) {
        String name = path.getFileName().toString();
        if (isStale(name)) {
          new DrillNamespace(name).close();
        }
      }
    } catch (IOException e) {
      LOG.warn("Namespaces of earlier drills could not be looked for", e);
    }
  }

  /**
   * Makes one.
   *
   * @param limits kernel settings by path under {@code /proc/sys/net}; set at once, since a
   *     collector reads them once a minute
   */
  static DrillNamespace create(Map<String, String> limits) throws IOException {
    DrillNamespace created = new DrillNamespace(PREFIX + ProcessHandle.current().pid());
    Tool.run("ip", "netns", "add", created.name);
    try {
      Tool.runWithInput(assignments(limits), created.command("sh", "-e"));
      Tool.run("ip", "-n", created.name, "link", "set", "lo", "up");
      return created;
    } catch (IOException e) {
      created.close();
      throw e;
    }
  }

  private static String assignments(Map<String, String> limits) {
    return limits.entrySet().stream()
        .map(limit -> "echo %s > /proc/sys/net/%s\n".formatted(limit.getValue(), limit.getKey()))
        .collect(Collectors.joining());
  }

  String name() {
    return name;
  }

  /**
   * The command, run inside in the place of this. Unlike {@code ip netns exec} it keeps the view of
   * cgroups.
   */
  List<String> command(String... command) {
    List<String> inside =
        new ArrayList<>(List.of("nsenter", "--net=" + MOUNTED.resolve(name), "--"));
    inside.addAll(List.of(command));
    return inside;
  }

  /**
   * Loses packets on their way in. The rule goes with the namespace.
   *
   * @param packets an expression of nft(8)
   */
  void drop(String packets) throws IOException {
    String rules =
        """
        table inet drill {
          chain input {
            type filter hook input priority 0
            %s drop
          }
        }
        """
            .formatted(packets);
    Tool.runWithInput(rules, command("nft", "-f", "-"));
  }

  @Override
  public void close() {
    try {
      Tool.run("ip", "netns", "del", name);
    } catch (IOException e) {
      LOG.warn("Remove the namespace yourself: ip netns del {}", name, e);
    }
  }

  private static boolean isStale(String name) {
    String pid = name.substring(PREFIX.length());
    return pid.matches("\\d{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  private static void requireTool(String tool, String debianPackage) {
    boolean found =
        Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin")
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    if (!found) {
      throw new SetupException(
          "This drill needs '%s', which is not installed. Debian, Ubuntu: apt-get install %s"
              .formatted(tool, debianPackage));
    }
  }
}
