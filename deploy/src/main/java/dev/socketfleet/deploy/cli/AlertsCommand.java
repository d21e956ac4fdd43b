package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet alerts}: lists, explains and follows alerts. */
@Command(
    name = "alerts",
    description = {
      "Lists the current alerts, shows one in full, or follows them as they change.",
      "Without a command: a list, or the alert with the ID.",
      ""
    },
    subcommands = {AlertsListCommand.class, AlertsShowCommand.class})
final class AlertsCommand implements Callable<Integer> {

  private static final long POLL_MS = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "Shows this alert in full; its first characters are enough.")
  private String id = "";

  @Mixin private AlertFilters filters;

  @Option(
      names = {"-f", "--follow"},
      description = "Prints each change until Ctrl-C, beginning with what is not resolved.")
  private boolean follow;

  @Option(names = "--json", description = "Print one alert as JSON a line.")
  private boolean json;

  @ArgGroup(exclusive = false)
  private @Nullable FromTopic fromTopic;

  /** Follows the topic in place of the API. */
  static final class FromTopic {
    @Option(
        names = {"--bootstrap-server", "--bootstrap"},
        required = true,
        paramLabel = "HOST:PORT",
        description = "Follows the topic of alert events at these Kafka brokers, without the API.")
    private String bootstrapServers = "";

    @Option(
        names = "--command-config",
        paramLabel = "FILE",
        description = "Kafka client properties, for TLS and authentication.")
    private Optional<Path> commandConfig = Optional.empty();

    @Option(
        names = "--prefix",
        paramLabel = "NAME",
        defaultValue = Topics.DEFAULT_PREFIX,
        description = "First part of every topic name. Default: ${DEFAULT-VALUE}")
    private String prefix = Topics.DEFAULT_PREFIX;
  }

  private final AlertText text = new AlertText(ZoneId.systemDefault());

  @Override
  public Integer call() throws InterruptedException {
    if (fromTopic != null) {
      followTopic(fromTopic);
    } else if (follow) {
      followApi();
    } else if (!id.isEmpty()) {
      return AlertsShowCommand.show(api.client(), id, json, out());
    } else {
      return AlertsListCommand.list(api.client(), filters, json, out());
    }
    return ExitCode.OK;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Asks every second; what happened twice in between shows as its outcome. */
  private void followApi() throws InterruptedException {
    ApiClient client = api.client();
    AlertFeed feed = new AlertFeed();
    boolean first = true;
    boolean away = false;
    while (true) {
      try {
        JsonNode items = client.list("/api/v1/alerts", filters.parameters(), 0).path("items");
        for (Alert alert : feed.offerAll(AlertFeed.decodeAll(items))) {
          if (!first || alert.status() != AlertStatus.RESOLVED) {
            print(alert);
          }
        }
        if (away) {
          spec.commandLine().getErr().println("socketfleet alerts: connected again");
        }
        first = false;
        away = false;
      } catch (CommandFailedException e) {
        if (first) {
          throw e;
        }
        if (!away) {
          spec.commandLine().getErr().println("socketfleet alerts: " + e.getMessage());
        }
        away = true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private void followTopic(FromTopic source) {
    if (!follow) {
      throw new SetupException("--bootstrap-server reads a topic as it grows: add --follow");
    }
    Map<String, Object> settings = new HashMap<>(KafkaOptions.properties(source.commandConfig));
    settings.put("bootstrap.servers", source.bootstrapServers);
    new AlertEvents(settings, topic(source.prefix), filters.predicate()).follow(this::print);
  }

  private static String topic(String prefix) {
    try {
      return new Topics(prefix).alertEvents();
    } catch (IllegalArgumentException e) {
      throw new SetupException("--prefix: " + e.getMessage(), e);
    }
  }

  private void print(Alert alert) {
    String line =
        json ? new String(AlertCodec.encode(alert), StandardCharsets.UTF_8) : text.line(alert);
    out().println(line);
    out().flush();
  }
}
