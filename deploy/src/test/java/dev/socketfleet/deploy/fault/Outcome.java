package dev.socketfleet.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.deploy.pipeline.WholeTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a fault has to leave as it is: read from the topics, as any consumer would. */
record Outcome(String bootstrapServers) {

  static final Duration SOON = Duration.ofSeconds(90);

  Map<String, String> published() {
    return Truth.published(bootstrapServers);
  }

  List<JsonNode> transitions() {
    return WholeTopic.json(bootstrapServers, "socketfleet.alert-events");
  }

  List<String> hosts(String status) {
    return transitions().stream()
        .filter(it -> it.path("status").asText().equals(status))
        .map(it -> it.path("host").asText())
        .distinct()
        .toList();
  }

  /** Hosts that send, and a leak that has begun and is known as a pending or firing alert. */
  void awaitLeak(Feed feed) {
    await().atMost(SOON).until(() -> !published().isEmpty());
    feed.leak(true);
    await().atMost(SOON).until(() -> !transitions().isEmpty());
  }

  /** Ends the leak and the feed; every window is right and each leak was one alert. */
  void assertUndisturbed(Feed feed, boolean noRepeats) {
    await().atMost(SOON).until(() -> hosts("firing").size() == Feed.LEAKING.size());
    feed.leak(false);
    await().atMost(SOON).until(() -> hosts("resolved").size() == Feed.LEAKING.size());
    assertTransitions(Feed.LEAKING, noRepeats);
    feed.close();
    assertWindows();
  }

  void assertWindows() {
    Map<String, String> expected = Truth.expected(bootstrapServers, Instances.WINDOW.toMillis());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(published())
                    .as("%s", Truth.differences(bootstrapServers, expected))
                    .containsExactlyEntriesOf(expected));
  }

  /** The same for the windows of one host, while others go on. */
  void assertWindowsOf(String host) {
    Predicate<Map.Entry<String, String>> isOfHost = it -> it.getKey().endsWith(" " + host);
    List<Map.Entry<String, String>> expected =
        Truth.expected(bootstrapServers, Instances.WINDOW.toMillis()).entrySet().stream()
            .filter(isOfHost)
            .toList();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(published().entrySet().stream().filter(isOfHost).toList())
                    .isEqualTo(expected));
  }

  /** One pending, one firing and one resolved a host; repeats equal what they repeat. */
  void assertTransitions(Collection<String> hosts, boolean noRepeats) {
    assertTransitions(transitions(), hosts, noRepeats);
  }

  /** The same of one rule, where others have something to say as well. */
  void assertTransitionsOf(String rule, Collection<String> hosts) {
    assertTransitions(
        transitions().stream().filter(it -> it.at("/rule/id").asText().equals(rule)).toList(),
        hosts,
        false);
  }

  private static void assertTransitions(
      List<JsonNode> transitions, Collection<String> hosts, boolean noRepeats) {
    Map<String, String> seen = new HashMap<>();
    List<String> repeats = new ArrayList<>();
    for (JsonNode alert : transitions) {
      String revision = alert.path("id").asText() + " " + alert.path("revision").asInt();
      String transition = alert.path("host").asText() + " " + alert.path("status").asText();
      String before = seen.put(revision, transition);
      if (before != null) {
        assertThat(transition).as("what repeats " + revision).isEqualTo(before);
        repeats.add(transition);
      }
    }
    List<String> expected =
        hosts.stream()
            .flatMap(host -> Stream.of("pending", "firing", "resolved").map(it -> host + " " + it))
            .toList();
    assertThat(seen.values()).containsExactlyInAnyOrderElementsOf(expected);
    if (noRepeats) {
      assertThat(repeats).isEmpty();
    }
  }
}
