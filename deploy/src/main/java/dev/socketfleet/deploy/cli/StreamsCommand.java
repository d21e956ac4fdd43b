package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.config.SharedKeys;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet streams}: one instance of the streams application. */
@Command(
    name = "streams",
    description = {
      "Runs one instance of the streams application: windows, rules, alerts and the API over them.",
      "Its topics must exist, see: socketfleet topics",
      ""
    },
    subcommands = TokenCommand.class)
final class StreamsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", description = "Properties file to read.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any key of the configuration; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = {"--bootstrap-server", "--bootstrap"},
      paramLabel = "HOST:PORT",
      description = "Kafka brokers to start from.")
  private @Nullable String bootstrap;

  @Option(
      names = "--insecure-http",
      description =
          "Allows http.host beyond loopback without TLS or tokens: whoever reaches it reads all.")
  private boolean insecure;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> overrides = new LinkedHashMap<>(settings);
    if (bootstrap != null) {
      overrides.put(SharedKeys.BOOTSTRAP_SERVERS, bootstrap);
    }
    if (insecure) {
      overrides.put(StreamsConfig.HTTP_INSECURE, "true");
    }
    StreamsConfig config =
        StreamsConfig.load(Optional.ofNullable(file), System.getenv(), overrides);
    StreamsApp app = new StreamsApp(config, Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop-streams"));
    try {
      app.start();
    } catch (IllegalStateException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getErr().printf("The API is at %s%n", app.url());
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }
}
