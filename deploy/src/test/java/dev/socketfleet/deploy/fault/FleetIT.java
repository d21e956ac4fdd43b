package dev.socketfleet.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.deploy.pipeline.WholeTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What many hosts have in common is one alert, with two instances that share the hosts. */
@Tag("fault")
@Timeout(540)
class FleetIT {

  /** Shorter than the default minute, so that the test does not wait for the end of the proof. */
  private static final String RULES =
      """
      rules:
        - id: fleet-peer-leak
          kind: peer_leak
          select: {scope: fleet}
          parameters: {rules: "close-wait-*", minimum: 20}
          keep_firing_for: 2s
          severity: warning
      """;

  @TempDir private Path folder;

  private String servers = "";

  @Test
  void aFloodOverAllHostsALeakOfOneAndTheSilenceOfManyAreOneAlertEach() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(Outcome.SOON);
      servers = broker.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
      }
      try (Instances two = new Instances(folder, servers, List.of(), RULES);
          ManyHosts hosts = new ManyHosts(servers)) {
        two.start("a");
        two.start("b");
        await().atMost(Outcome.SOON).until(() -> windowsOfAll() > 3);

        Instant began = Instant.now();
        hosts.flood(8);
        awaitFiring("fleet-syn-received-spike", began);
        hosts.flood(0);
        awaitResolved("fleet-syn-received-spike");
        JsonNode flood = firing("fleet-syn-received-spike").get(0);
        assertThat(flood.at("/scope").asText()).isEqualTo("fleet");
        assertThat(flood.at("/port").asInt()).isEqualTo(443);
        assertThat(flood.at("/evidence/hosts").size()).isPositive();
        assertThat(firingHosts()).isEmpty();

        began = Instant.now();
        hosts.leak(true);
        awaitFiring("fleet-peer-leak", began);
        // The first proof may come before the last client shows it.
        await().atMost(Outcome.SOON).until(() -> hostsOfLeak() == 1 + ManyHosts.CLIENTS);
        assertNoHostFiresFor(Duration.ofSeconds(20));
        hosts.leak(false);
        awaitResolved("fleet-peer-leak");
        JsonNode leak = lastFiring("fleet-peer-leak");
        assertThat(leak.at("/peer").asText()).isEqualTo(ManyHosts.DATABASE_ADDRESS);
        assertThat(leak.at("/evidence/hosts/0/host").asText()).isEqualTo("db-1");
        assertThat(leak.at("/evidence/owners/0/name").asText()).isEqualTo("postgresql.service");
        assertThat(firingHosts()).isEmpty();

        began = Instant.now();
        hosts.silence(40);
        awaitFiring("fleet-hosts-silent", began);
        assertNoHostFiresFor(Duration.ofSeconds(30));
        List<JsonNode> silent = firing("fleet-hosts-silent");
        assertThat(silent)
            .extracting(it -> it.at("/id").asText())
            .containsOnly(silent.get(0).at("/id").asText());
        assertThat(silent.get(silent.size() - 1).at("/value").asInt()).isBetween(20, 40);
        assertThat(hosts.isAlive()).isTrue();
        hosts.silence(0);
        awaitResolved("fleet-hosts-silent");
        assertThat(firingHosts()).isEmpty();
        told();
      }
    }
  }

  private long windowsOfAll() {
    return WholeTopic.json(servers, Topics.withDefaultPrefix().counts()).stream()
        .filter(it -> it.at("/scope").asText().equals("fleet"))
        .filter(it -> it.at("/hosts").asInt() == ManyHosts.WEB + 1)
        .count();
  }

  private List<JsonNode> events() {
    return new Outcome(servers).transitions();
  }

  private List<JsonNode> firing(String rule) {
    return events().stream()
        .filter(it -> it.at("/rule/id").asText().equals(rule))
        .filter(it -> it.at("/status").asText().equals("firing"))
        .toList();
  }

  private JsonNode lastFiring(String rule) {
    List<JsonNode> firing = firing(rule);
    return firing.get(firing.size() - 1);
  }

  private int hostsOfLeak() {
    return lastFiring("fleet-peer-leak").at("/evidence/hosts").size();
  }

  private List<String> firingHosts() {
    return events().stream()
        .filter(it -> it.has("host") && it.at("/status").asText().equals("firing"))
        .map(it -> it.at("/rule/id").asText() + " " + it.at("/host").asText())
        .toList();
  }

  /** Longer than the rules on single hosts wait. */
  private void assertNoHostFiresFor(Duration time) {
    await()
        .during(time)
        .atMost(time.plusSeconds(20))
        .pollInterval(Duration.ofSeconds(2))
        .until(this::firingHosts, List::isEmpty);
  }

  private void awaitFiring(String rule, Instant began) {
    await().atMost(Outcome.SOON).until(() -> !firing(rule).isEmpty());
    System.out.printf(
        "%s fires after %d ms: %s%n",
        rule,
        Duration.between(began, Instant.now()).toMillis(),
        firing(rule).get(0).at("/summary").asText());
  }

  private void awaitResolved(String rule) {
    await()
        .atMost(Outcome.SOON)
        .until(
            () ->
                events().stream()
                    .anyMatch(
                        it ->
                            it.at("/rule/id").asText().equals(rule)
                                && it.at("/status").asText().equals("resolved")
                                && it.at("/reason").asText().equals("cleared")));
  }

  private void told() {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode event : events()) {
      counts.merge(
          event.at("/rule/id").asText() + " " + event.at("/status").asText(), 1, Integer::sum);
    }
    System.out.println("Transitions: " + counts);
  }
}
