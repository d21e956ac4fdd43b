package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.states.Guidance;
import dev.socketfleet.common.states.StateDictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A rule, as the API tells it, in words. */
record RuleWords(JsonNode rule) {

  /** What has to hold, as a sentence. */
  String condition() {
    JsonNode it = rule.path("parameters");
    String words =
        switch (rule.path("kind").asText()) {
          case "threshold" ->
              "%s or more sockets %s of one endpoint%s; over when there are fewer than %s"
                  .formatted(
                      it.path("at_least").asText(),
                      states(),
                      it.has("older_than")
                          ? ", the oldest of them for more than " + it.path("older_than").asText()
                          : "",
                      it.path("clear_below").asText());
          case "ratio" ->
              "%s of an endpoint reach %s of %s%s; over below %s"
                  .formatted(
                      it.path("of").asText().equals("listen_queued")
                          ? "the connections that wait in the fullest accept queue"
                          : "the sockets " + states(),
                      it.path("at_least").asText(),
                      whole(it.path("to").asText()),
                      it.path("minimum").asLong() > 0
                          ? ", and there are at least " + it.path("minimum").asText()
                          : "",
                      it.path("clear_below").asText());
          case "spike" ->
              "far more sockets %s of one endpoint than it is used to, by %s spreads, and at least %s"
                  .formatted(
                      states(), it.path("sensitivity").asText(), it.path("minimum").asText());
          case "growth" ->
              "the least number of sockets %s of one endpoint rises from window to window, %s times in a row, above %s"
                  .formatted(states(), it.path("windows").asText(), it.path("above").asText());
          case "absent" ->
              "a host sends nothing for %s of its intervals, and for at least %s"
                  .formatted(it.path("intervals").asText(), it.path("at_least").asText());
          default ->
              "a condition of kind %s: %s"
                  .formatted(rule.path("kind").asText(), RulesListCommand.parameters(it));
        };
    return words + held();
  }

  private String held() {
    String holdFor = rule.path("for").asText();
    String keep = rule.path("keep_firing_for").asText();
    return (holdFor.equals("0s") ? "" : "; fires after " + holdFor)
        + (keep.equals("0s") ? "" : "; resolves after " + keep);
  }

  private static String whole(String to) {
    return switch (to) {
      case "listen_limit" -> "that queue's limit";
      case "syn_cap" -> "what one listener can hold half open";
      default -> "its sockets in " + to;
    };
  }

  private String states() {
    return "in " + String.join(" or ", texts(rule.path("select").path("state")));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Where it looks, as a sentence. */
  String selection() {
    JsonNode select = rule.path("select");
    List<String> parts = new ArrayList<>();
    Stream.of("host", "netns", "owner", "role")
        .filter(select::has)
        .forEach(name -> parts.add(name + " " + select.path(name).asText()));
    if (!select.path("port").isEmpty()) {
      parts.add("port " + String.join(", ", texts(select.path("port"))));
    }
    select
        .path("labels")
        .properties()
        .forEach(label -> parts.add("label " + label.getKey() + ":" + label.getValue().asText()));
    return parts.isEmpty() ? "everywhere" : String.join(", ", parts);
  }

  /** What the dictionary says about this trouble: of the rule itself, or else of its states. */
  List<Guidance> guidance(StateDictionary dictionary) {
    String id = rule.path("id").asText();
    List<Guidance> own =
        Stream.concat(
                dictionary.entries().stream().map(entry -> entry.guidance()),
                dictionary.subjects().stream().map(subject -> subject.guidance()))
            .filter(it -> it.rules().contains(id))
            .toList();
    if (!own.isEmpty()) {
      return own;
    }
    return texts(rule.path("select").path("state")).stream()
        .flatMap(name -> dictionary.find(name).stream())
        .flatMap(states -> states.stream())
        .map(state -> dictionary.entry(state).guidance())
        .toList();
  }
}
