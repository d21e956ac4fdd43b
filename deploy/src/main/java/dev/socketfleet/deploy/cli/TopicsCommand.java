package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.socketfleet.common.kafka.AclGrant;
import dev.socketfleet.common.kafka.ComponentAcls;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicDrift;
import dev.socketfleet.common.kafka.TopicSpec;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.deploy.CommandFailedException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet topics}: creates and verifies the topics, prints the rights they need. */
@Command(
    name = "topics",
    description = {
      "Verifies the six topics: missing ones, other partition counts, drifted settings.",
      "Exit code 1 when something differs.",
      ""
    })
final class TopicsCommand implements Callable<Integer> {

  private final JsonMapper mapper = new JsonMapper();

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;

  @Option(
      names = "--create",
      description = "Create those that are missing; existing ones are never changed.")
  private boolean create;

  @Option(
      names = "--acls",
      description = "Print the least rights of each component as commands, without asking Kafka.")
  private boolean acls;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = "socketfleet",
      description = "Application id of streams, for --acls. Default: ${DEFAULT-VALUE}")
  private String applicationId = "";

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    if (acls) {
      printAcls();
      return ExitCode.OK;
    }
    try (Admin admin = kafka.admin()) {
      TopicAdmin topicAdmin = new TopicAdmin(admin);
      List<TopicSpec> specs = topics.specs();
      List<String> created = create ? topicAdmin.create(specs) : List.of();
      List<TopicDrift> drifts = topicAdmin.verify(specs);
      report(specs, new HashSet<>(created), drifts);
      return drifts.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "Kafka at '%s' did not do it: %s Check --bootstrap-server, and for a single broker use --replication 1."
              .formatted(kafka.bootstrapServers, sentence(e)),
          e);
    }
  }

  private void report(List<TopicSpec> specs, Set<String> created, List<TopicDrift> drifts) {
    if (json) {
      spec.commandLine().getOut().println(asJson(specs, created, drifts).toPrettyString());
      return;
    }
    TextTable table = new TextTable("TOPIC", "PARTITIONS", "REPLICATION", "STATUS");
    for (TopicSpec topic : specs) {
      table.add(
          topic.name(),
          topic.partitions(),
          topic.replication(),
          status(topic.name(), created, drifts));
    }
    PrintWriter out = spec.commandLine().getOut();
    Terminal.detect().print(table, out);
    drifts.forEach(drift -> out.println(drift.line()));
  }

  private static String status(String topic, Set<String> created, List<TopicDrift> drifts) {
    if (created.contains(topic)) {
      return "created";
    }
    List<String> kinds =
        drifts.stream()
            .filter(drift -> drift.topic().equals(topic))
            .map(drift -> drift.kind().wireName())
            .distinct()
            .toList();
    return kinds.isEmpty() ? "ok" : String.join(", ", kinds);
  }

  private ArrayNode asJson(List<TopicSpec> specs, Set<String> created, List<TopicDrift> drifts) {
    ArrayNode items = mapper.createArrayNode();
    for (TopicSpec topic : specs) {
      ArrayNode problems =
          items
              .addObject()
              .put("topic", topic.name())
              .put("partitions", topic.partitions())
              .put("replication", topic.replication())
              .put("status", status(topic.name(), created, drifts))
              .putArray("drift");
      drifts.stream()
          .filter(drift -> drift.topic().equals(topic.name()))
          .forEach(
              drift ->
                  problems
                      .addObject()
                      .put("kind", drift.kind().wireName())
                      .put("problem", drift.problem())
                      .put("remedy", drift.remedy()));
    }
    return items;
  }

  private void printAcls() {
    ComponentAcls components = new ComponentAcls(topics.topics(), applicationId);
    PrintWriter out = spec.commandLine().getOut();
    printAcls(out, "collector", components.collector());
    printAcls(out, "streams", components.streams());
    printAcls(out, "operator", components.operator());
  }

  private static void printAcls(PrintWriter out, String component, List<AclGrant> grants) {
    out.println("# " + component);
    for (AclGrant grant : grants) {
      out.println(grant.command("User:socketfleet-" + component) + "  # " + grant.why());
    }
  }

  private static String sentence(Throwable error) {
    String text = String.valueOf(error.getMessage());
    return text.endsWith(".") ? text : text + ".";
  }
}
