package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.HostId;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.local.LocalRun;
import dev.socketfleet.deploy.local.LocalSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet local}: the whole pipeline on this machine. */
@Command(
    name = "local",
    description = {
      "Runs everything on this machine: an embedded Kafka, streams and a collector of this host's",
      "sockets, and shows a live table of states per endpoint. Ctrl-C stops it; the data stays.",
      ""
    })
final class LocalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8088",
      description = "Port of the API on 127.0.0.1; 0 picks a free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of Kafka on 127.0.0.1; 0 picks a free one. Default: ${DEFAULT-VALUE}")
  private int kafkaPort;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description = "Time between two snapshots. Default: ${DEFAULT-VALUE}")
  private Duration interval = Duration.ofSeconds(2);

  @Option(
      names = {"--host-id", "--host"},
      paramLabel = "ID",
      description = "Id of this host. Default: its name.")
  private @Nullable String hostId;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any other key of streams or collector; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @ArgGroup private @Nullable Place place;

  /** Where the data goes: one or the other. */
  static final class Place {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Folder of the data. Default: socketfleet in the user's data folder.")
    private @Nullable Path folder;

    @Option(names = "--ephemeral", description = "Keep nothing.")
    private boolean ephemeral;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (hostId != null && !HostId.isValid(hostId)) {
      throw new SetupException("--" + requireHostMessage(hostId));
    }
    LocalSettings settings =
        new LocalSettings(port, kafkaPort, Optional.ofNullable(hostId), interval, this.settings);
    new LocalRun(spec.commandLine().getOut(), spec.commandLine().getErr(), terminalLines())
        .run(
            settings,
            place != null && place.ephemeral,
            Optional.ofNullable(place).map(it -> it.folder));
    return ExitCode.OK;
  }

  private static OptionalInt terminalLines() {
    Terminal terminal = Terminal.detect();
    return terminal.redraws() ? OptionalInt.of(terminal.lines()) : OptionalInt.empty();
  }

  private static String requireHostMessage(String hostId) {
    try {
      return HostId.require(hostId);
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
