package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that change rules, against a broker and two instances. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RulesCommandsIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** The promise. */
  private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(5);

  private static final String DATABASE_RULE =
      """
      id: %s
      kind: threshold
      select: {state: CLOSE-WAIT, role: client, port: 5432}
      parameters: {at_least: %d}
      for: 10s
      """;

  private final Topics topics = Topics.withDefaultPrefix();
  private final List<StreamsApp> instances = new ArrayList<>();
  private Path folder;
  private EmbeddedBroker broker;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    broker = new EmbeddedBroker(folder.resolve("kafka"), 0);
    broker.start(SOON);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin).create(topics.specs(TopicSizing.singleNode()));
    }
    Path file =
        Files.writeString(folder.resolve("of-file.yaml"), DATABASE_RULE.formatted("of-file", 7));
    for (String name : List.of("a", "b")) {
      StreamsApp app =
          new StreamsApp(
              StreamsConfig.load(
                  Optional.empty(),
                  Map.of(),
                  Map.of(
                      "bootstrap.servers", broker.bootstrapServers(),
                      "state.dir", folder.resolve(name).toString(),
                      "rules.file", file.toString(),
                      "http.port", "0")),
              Clock.systemUTC());
      instances.add(app);
      app.start();
    }
    await().atMost(SOON).until(() -> instances.stream().allMatch(StreamsApp::isReady));
  }

  @AfterAll
  void stop() {
    instances.forEach(StreamsApp::close);
    broker.close();
  }

  private int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return Socketfleet.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private int runWithKafka(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(List.of("--bootstrap-server", broker.bootstrapServers()));
    return run(all.toArray(String[]::new));
  }

  private String url(int instance) {
    return "http://127.0.0.1:" + instances.get(instance).port();
  }

  private JsonNode listed(int instance) throws IOException {
    assertThat(run("rules", "list", "--json", "--url", url(instance))).as("%s", err).isZero();
    return new JsonMapper().readTree(out.toString());
  }

  /** The rule as an instance has it; missing when it has none. */
  private JsonNode inForce(int instance, String id) throws IOException {
    for (JsonNode rule : listed(instance).path("items")) {
      if (rule.path("id").asText().equals(id)) {
        return rule;
      }
    }
    return new JsonMapper().missingNode();
  }

  /** The longest that one of the instances took. */
  private Duration awaitEverywhere(String id, Expected expected) {
    Instant begun = Instant.now();
    await()
        .atMost(IN_FORCE_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> expected.holds(inForce(0, id)) && expected.holds(inForce(1, id)));
    return Duration.between(begun, Instant.now());
  }

  private interface Expected {
    boolean holds(JsonNode rule);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "rules", ".yaml"), text);
  }

  private long recordsOnTheTopic() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      var partition = new TopicPartition(topics.rules(), 0);
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  private void publish(String topic, String key, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)).get();
    }
  }

  @Test
  void aGoodRuleIsInForceEverywhereWithinSecondsAndGoesAsFast() throws Exception {
    Path first = file(DATABASE_RULE.formatted("db-leak", 40));
    assertThat(runWithKafka("rules", "apply", "-f", first.toString())).as("%s", err).isZero();
    assertThat(out.toString()).contains("db-leak  new", "1 published.");
    Duration came =
        awaitEverywhere("db-leak", rule -> rule.path("origin").asText().equals("topic"));

    Path second = file(DATABASE_RULE.formatted("db-leak", 60));
    assertThat(runWithKafka("rules", "apply", "-f", second.toString())).isZero();
    assertThat(out.toString())
        .contains("changed", "parameters.at_least 40 -> 60", "parameters.clear_below 40 -> 60");
    Duration changed =
        awaitEverywhere("db-leak", rule -> rule.at("/parameters/at_least").asLong() == 60);

    long before = recordsOnTheTopic();
    assertThat(runWithKafka("rules", "apply", "-f", second.toString())).isZero();
    assertThat(out.toString()).contains("db-leak  unchanged", "0 published.");
    assertThat(recordsOnTheTopic()).isEqualTo(before);

    assertThat(runWithKafka("rules", "delete", "db-leak")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualTo("db-leak deleted\n");
    Duration went = awaitEverywhere("db-leak", JsonNode::isMissingNode);
    System.out.printf(
        "In force in both instances: new after %d ms, changed after %d ms, deleted after %d ms%n",
        came.toMillis(), changed.toMillis(), went.toMillis());
  }

  @Test
  void oneBadRuleKeepsAllOthersBack() throws Exception {
    long before = recordsOnTheTopic();
    Path file =
        file(
            """
            rules:
              - id: good
                kind: threshold
                select: {state: close_wait}
                parameters: {at_least: 10}
              - id: bad
                kind: threshold
                select: {state: close_wiat}
                parameters: {at_least: many}
            """);
    assertThat(runWithKafka("rules", "apply", "-f", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("socketfleet rules apply: 3 problems, so nothing was done:\n")
        .contains(
            file
                + ", line 8: rule 'bad': select.state was 'close_wiat' but it must be a TCP state such as close_wait.",
            file
                + ", line 9: rule 'bad': parameters.at_least was 'many' but it must be an integer in 1..1000000000.");
    assertThat(recordsOnTheTopic()).isEqualTo(before);
  }

  @Test
  void aDryRunShowsTheChangeAndWritesNothing() throws Exception {
    long before = recordsOnTheTopic();
    byte[] shipped = RuleCodec.encode(RuleSet.defaults().rule("close-wait-high").orElseThrow());
    JsonNode rule = new JsonMapper().readTree(shipped);
    ((ObjectNode) rule.path("parameters")).put("at_least", 500);
    String changed = rule.toString();
    InputStream standardInput = System.in;
    try {
      System.setIn(new ByteArrayInputStream(changed.getBytes(StandardCharsets.UTF_8)));
      assertThat(runWithKafka("rules", "apply", "-f", "-", "--dry-run", "--json")).isZero();
    } finally {
      System.setIn(standardInput);
    }
    JsonNode body = new JsonMapper().readTree(out.toString());
    assertThat(body.path("published").asInt()).isZero();
    assertThat(body.at("/items/0/change").asText()).isEqualTo("replaces the one that ships");
    assertThat(body.at("/items/0/fields").toString())
        .isEqualTo("[{\"field\":\"parameters.at_least\",\"from\":\"100\",\"to\":\"500\"}]");
    assertThat(recordsOnTheTopic()).isEqualTo(before);
  }

  @Test
  void aShippedRuleCanOnlyBeSwitchedOff() throws Exception {
    assertThat(runWithKafka("rules", "delete", "host-silent")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("socketfleet rules delete: nothing was deleted.\n")
        .contains(
            "rule 'host-silent' ships with Socketfleet and can only be switched off:\n  echo '");
    String command = err.toString();
    String advised = command.substring(command.indexOf("echo '") + 6, command.lastIndexOf("' |"));
    assertThat(runWithKafka("rules", "apply", "-f", file(advised).toString())).isZero();
    awaitEverywhere("host-silent", rule -> !rule.path("enabled").asBoolean());

    assertThat(runWithKafka("rules", "delete", "host-silent")).isZero();
    assertThat(out.toString())
        .isEqualTo("host-silent deleted; the one that ships is in force again\n");
    awaitEverywhere("host-silent", rule -> rule.path("enabled").asBoolean());
    assertThat(inForce(0, "host-silent").path("origin").asText()).isEqualTo("pack");
    assertThat(inForce(1, "of-file").path("origin").asText()).isEqualTo("file");
  }

  @Test
  void aRecordThatIsNoRuleIsNamedAndChangesNothing() throws Exception {
    JsonNode before = listed(0).path("items");
    publish(
        topics.rules(),
        "close-wait-high",
        "{\"id\":\"close-wait-high\"".getBytes(StandardCharsets.UTF_8));
    publish(
        topics.rules(),
        "x\u001b[2J",
        "{\"id\":\"other\",\"kind\":\"absent\",\"parameters\":{\"intervals\":3}}"
            .getBytes(StandardCharsets.UTF_8));
    await().atMost(IN_FORCE_WITHIN).until(() -> listed(0).path("refused").size() == 2);
    assertThat(listed(0).path("items")).isEqualTo(before);
    assertThat(run("rules", "list", "--url", url(0))).isZero();
    assertThat(out.toString())
        .contains(
            "not a rule, changes nothing: key 'close-wait-high' at socketfleet.rules-0-",
            "not a rule, changes nothing: key 'x?[2J' at socketfleet.rules-0-",
            "its key is not its id, which is other")
        .doesNotContain("\u001b");

    assertThat(runWithKafka("rules", "delete", "close-wait-high", "x\u001b[2J"))
        .as("%s", err)
        .isZero();
    await().atMost(IN_FORCE_WITHIN).until(() -> listed(0).path("refused").isEmpty());
    assertThat(listed(0).path("items")).isEqualTo(before);
  }

  @Test
  void explainsARuleAndTestsOneAgainstTheHostsOfNow() throws Exception {
    publish(topics.snapshots(), "web-17", SnapshotCodec.encode(snapshot(0, 30)));
    await()
        .atMost(SOON)
        .until(
            () ->
                run("rules", "explain", "of-file", "--url", url(0)) == 0
                    && out.toString().contains("Applies to 1 host: web-17")
                    && out.toString().contains("pending  warning"));
    assertThat(out.toString())
        .startsWith("of-file  warning, from the file, revision ")
        .contains(
            "Fires when: 7 or more sockets in close_wait of one endpoint; over when there are fewer than 7; fires after 10s\n",
            "Looks at:   role client, port 5432\n");
    assertThat(run("rules", "explain", "host-silent", "--url", url(0))).isZero();
    assertThat(out.toString()).contains("Looks at:   everywhere\n", "No alerts of it now.");

    Path enough = file(DATABASE_RULE.formatted("trial", 30));
    assertThat(run("rules", "test", enough.toString(), "--url", url(0))).as("%s", err).isZero();
    assertThat(out.toString())
        .startsWith("1 rule is good. Over 1 host as of now 1 alert would fire.\n")
        .contains("web-17");
    Path tooMuch = file(DATABASE_RULE.formatted("trial", 31));
    assertThat(run("rules", "test", tooMuch.toString(), "--url", url(0))).isZero();
    assertThat(out.toString())
        .isEqualTo("1 rule is good. Over 1 host as of now nothing would fire.\n");
    assertThat(run("rules", "explain", "of-fiel", "--url", url(0))).isEqualTo(1);
    assertThat(err.toString()).contains("with id 'of-fiel'. Did you mean 'of-file'?");
  }

  @Test
  void testsRulesOverRecordedSnapshots() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      String line =
          new String(
              SnapshotCodec.encode(snapshot(i, i < 3 || i > 6 ? 1 : 50)), StandardCharsets.UTF_8);
      lines.append(line).append('\n');
    }
    Path recorded = Files.writeString(folder.resolve("snapshots.jsonl"), lines);
    Path rule = file(DATABASE_RULE.formatted("trial", 40));
    assertThat(run("rules", "test", rule.toString(), "--against", recorded.toString(), "--json"))
        .as("%s", err)
        .isZero();
    JsonNode items = new JsonMapper().readTree(out.toString()).path("items");
    assertThat(items).hasSize(1);
    assertThat(items.at("/0/rule/id").asText()).isEqualTo("trial");
    assertThat(items.at("/0/value").asDouble()).isEqualTo(50);

    Files.writeString(recorded, "{\n", StandardOpenOption.APPEND);
    assertThat(run("rules", "test", rule.toString(), "--against", recorded.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains(recorded + ", line 11: ");
  }

  private final Instant began = Instant.now();

  private Snapshot snapshot(int seq, long closeWait) {
    return new Snapshot(
        "web-17",
        Map.of("dc", "eu1"),
        "Linux",
        "boot",
        seq,
        began.plusSeconds(10L * seq),
        Duration.ofSeconds(10),
        "test",
        true,
        List.of(),
        List.of(
            Group.of(
                "host",
                new Endpoint(Role.CLIENT, 5432),
                new Owner(OwnerKind.UNIT, "app.service"),
                StateCounts.of(SocketState.CLOSE_WAIT, closeWait))),
        List.of(),
        new CollectorHealth("1", 1, 1, 0));
  }
}
