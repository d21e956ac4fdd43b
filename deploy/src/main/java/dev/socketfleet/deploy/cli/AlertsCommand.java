package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.deploy.SetupException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "Shows this alert in full; its first characters are enough.")
  private String id = "";

  @Mixin private AlertList list;

  @Option(
      names = {"-f", "--follow"},
      description = "Prints each change until Ctrl-C, beginning with what is not resolved.")
  private boolean follow;

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

  private final Terminal terminal = Terminal.detect();
  private final AlertText text = new AlertText(ZoneId.systemDefault());

  @Override
  public Integer call() throws InterruptedException {
    if (fromTopic != null) {
      followTopic(fromTopic);
    } else if (follow) {
      followApi();
    } else if (!id.isEmpty()) {
      return AlertsShowCommand.show(api.client(), id, list.json(), out());
    } else {
      return list.run(spec, api.client());
    }
    return ExitCode.OK;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The events of the API begin before the list is asked for, so nothing falls in between. */
  private void followApi() {
    ApiClient client = api.client();
    UntilStopped.run(
        () -> new AlertStream(client, list.filters().ofEvents(), new Follower(client)).follow());
  }

  private final class Follower implements AlertStream.Listener {

    private final ApiClient client;
    private final AlertFeed feed = new AlertFeed();
    private boolean again;

    Follower(ApiClient client) {
      this.client = client;
    }

    @Override
    public void begins() throws InterruptedException {
      if (again) {
        say("transitions are missing; what is current follows");
      }
      JsonNode items = client.list("/api/v1/alerts", list.filters().parameters(), 0).path("items");
      for (Alert alert : feed.offerAll(AlertFeed.decodeAll(items))) {
        if (again || alert.status() != AlertStatus.RESOLVED) {
          print(alert);
        }
      }
      again = true;
    }

    @Override
    public void alert(Alert alert) {
      feed.offer(alert).filter(list.filters().predicate()).ifPresent(AlertsCommand.this::print);
    }

    @Override
    public void lost(String reason) {
      say(reason);
    }

    @Override
    public void back() {
      say("connected again");
    }

    private void say(String text) {
      spec.commandLine().getErr().println("socketfleet alerts: " + text);
    }
  }

  private void followTopic(FromTopic source) {
    if (!follow) {
      throw new SetupException("--bootstrap-server reads a topic as it grows: add --follow");
    }
    Map<String, Object> settings = new HashMap<>(KafkaOptions.properties(source.commandConfig));
    settings.put("bootstrap.servers", source.bootstrapServers);
    AlertEvents events =
        new AlertEvents(settings, topic(source.prefix), list.filters().predicate());
    UntilStopped.run(() -> events.follow(this::print));
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
        list.json()
            ? JsonOutput.safe(new String(AlertCodec.encode(alert), StandardCharsets.UTF_8))
            : String.join(System.lineSeparator(), text.lines(alert, terminal));
    out().println(line);
    out().flush();
  }
}
