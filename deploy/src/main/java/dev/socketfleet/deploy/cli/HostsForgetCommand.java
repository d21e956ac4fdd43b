package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.HostId;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet hosts forget}. */
@Command(
    name = "forget",
    description = {
      "Takes hosts out that are gone for good: no list shows them any more, and their alerts resolve.",
      "A host that sends again is back at once. Needs the API and the right to write the topic of",
      "snapshots.",
      ""
    })
final class HostsForgetCommand implements Callable<Integer> {

  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final long POLL_MS = 200;

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private HostTombstones tombstones;

  @Parameters(arity = "1..*", paramLabel = "HOST", description = "Ids of the hosts.")
  private List<String> hosts = List.of();

  @Option(names = "--force", description = "Even hosts that still send.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    List<String> gone = List.copyOf(new LinkedHashSet<>(hosts));
    ApiClient client = api.client();
    for (String host : gone) {
      check(host, client);
    }
    tombstones.write(gone);
    PrintWriter out = spec.commandLine().getOut();
    for (String host : gone) {
      if (!force) {
        awaitGone(host, client);
      }
      out.println(Quoted.of(host) + " is forgotten");
    }
    return ExitCode.OK;
  }

  /** All of them before the first is taken out. */
  private void check(String host, ApiClient client) throws InterruptedException {
    if (!HostId.isValid(host)) {
      throw new SetupException("'%s' is no id of a host".formatted(Quoted.of(host)));
    }
    JsonNode known = HostNames.ask(client, question(host), host);
    if (!force && known.path("status").asText().equals("up")) {
      throw new CommandFailedException(
          "host '%s' still sends snapshots, so that it would be back with the next one. Stop its collector first, or use --force."
              .formatted(host));
    }
  }

  private static Question question(String host) {
    return Question.of("/api/v1/hosts/" + ApiClient.segment(host), Map.of());
  }

  private static void awaitGone(String host, ApiClient client) throws InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (isThere(host, client)) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailedException(
            "host '%s' is to be forgotten, but the API still shows it after %d s. Is it the API of the Kafka at --bootstrap-server, and is it ready (GET /health/ready)?"
                .formatted(host, WITHIN.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  /** Who cannot tell does not say that it is gone. */
  private static boolean isThere(String host, ApiClient client) throws InterruptedException {
    try {
      question(host).ask(client);
      return true;
    } catch (ApiRefusal e) {
      return !e.code().equals(HostNames.UNKNOWN);
    }
  }
}
