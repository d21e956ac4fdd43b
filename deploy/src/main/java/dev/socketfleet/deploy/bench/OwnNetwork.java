package dev.socketfleet.deploy.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A network namespace that lives as long as the program inside. */
public final class OwnNetwork {

  private OwnNetwork() {}

  /** Whether this process may make one and the tools are there. */
  public static boolean isPossible() throws IOException, InterruptedException {
    return Peer.isInstalled("unshare")
        && Peer.isInstalled("ip")
        && new ProcessBuilder("unshare", "--net", "true").start().waitFor() == 0;
  }

  /**
   * Runs a Java program with this one's class path and terminal inside, with loopback up.
   *
   * @return its exit code
   */
  public static int run(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "-"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
