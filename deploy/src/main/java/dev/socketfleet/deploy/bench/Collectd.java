package dev.socketfleet.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * collectd with its plugin tcpconns, which counts the sockets of each listening port. It runs in
 * the foreground with a configuration of its own in a folder that goes with it.
 */
final class Collectd implements AutoCloseable {

  static final String NAME = "collectd tcpconns";

  private final Path folder;
  private final Process process;

  private Collectd(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Whether collectd is here, and as Debian packages it. */
  static boolean isInstalled() throws IOException, InterruptedException {
    return Peer.isInstalled("collectd");
  }

  /**
   * Starts it.
   *
   * @param brokers where plugin write_kafka sends to; none writes nowhere
   */
  static Collectd start(Duration interval, Optional<String> brokers) throws IOException {
    Path folder = Files.createTempDirectory("socketfleet-collectd-");
    Path configuration =
        Files.writeString(
            folder.resolve("collectd.conf"),
            """
            Interval %d
            BaseDir "%s"
            PIDFile "%s/pid"
            LoadPlugin tcpconns
            <Plugin tcpconns>
              ListeningPorts true
              AllPortsSummary true
            </Plugin>
            %s
            """
                .formatted(
                    interval.toSeconds(),
                    folder,
                    folder,
                    brokers.map(Collectd::writer).orElse("")));
    Process process =
        new ProcessBuilder("collectd", "-f", "-C", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new Collectd(folder, process);
  }

  private static String writer(String brokers) {
    return """
        LoadPlugin write_kafka
        <Plugin write_kafka>
          Property "metadata.broker.list" "%s"
          <Topic "collectd">
            Format JSON
          </Topic>
        </Plugin>"""
        .formatted(brokers);
  }

  long pid() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("collectd ended: " + Files.readString(folder.resolve("log")).strip());
    }
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    Peer.end(process);
    for (String file : new String[] {"collectd.conf", "log", "pid"}) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.deleteIfExists(folder);
  }
}
