package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.text.NearestName;
import dev.socketfleet.deploy.CommandFailedException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet rules explain}. */
@Command(
    name = "explain",
    description = {
      "Says in words what a rule watches, where it is from, what it tells apart, on which hosts it",
      "applies and which alerts it has now. Takes an alert's id, too.",
      ""
    })
final class RulesExplainCommand implements Callable<Integer> {

  private static final int MAX_TEXT = 2_000;
  private static final int SHOWN_HOSTS = 10;

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private JsonOutput json;

  @Parameters(
      paramLabel = "ID",
      description = "Id of a rule, or of an alert; of the latter the first 6 characters do.")
  private String id = "";

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = api.client();
    JsonNode alerts = client.list("/api/v1/alerts", Map.of(), 0).path("items");
    JsonNode rule = rule(client.get("/api/v1/rules", Map.of()).path("items"), alerts);
    List<JsonNode> own = new ArrayList<>();
    for (JsonNode alert : alerts) {
      if (alert.at("/rule/id").asText().equals(rule.path("id").asText())) {
        own.add(alert);
      }
    }
    List<String> hosts = hosts(client, rule.path("select"));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.print(body(rule, hosts, own), out)) {
      print(rule, hosts, own, out);
    }
    return ExitCode.OK;
  }

  private JsonNode rule(JsonNode rules, JsonNode alerts) {
    List<String> known = new ArrayList<>();
    String wanted = id;
    for (JsonNode alert : alerts) {
      if (id.matches("[0-9a-f]{6,32}") && alert.path("id").asText().startsWith(id)) {
        wanted = alert.at("/rule/id").asText();
      }
    }
    for (JsonNode rule : rules) {
      if (rule.path("id").asText().equals(wanted)) {
        return rule;
      }
      known.add(rule.path("id").asText());
    }
    throw new CommandFailedException(
        "there is neither a rule nor a current alert with id '%s'.%s `socketfleet rules list` shows the rules, `socketfleet alerts` the alerts."
            .formatted(
                Quoted.of(id),
                NearestName.closeTo(wanted, known)
                    .map(it -> " Did you mean '" + it + "'?")
                    .orElse("")));
  }

  private static List<String> hosts(ApiClient client, JsonNode select) throws InterruptedException {
    Optional<Glob> names =
        select.has("host") ? Optional.of(new Glob(select.path("host").asText())) : Optional.empty();
    List<String> hosts = new ArrayList<>();
    for (JsonNode host : client.list("/api/v1/hosts", Map.of(), 0).path("items")) {
      String name = host.path("host").asText();
      boolean labelled =
          select.path("labels").properties().stream()
              .allMatch(it -> it.getValue().equals(host.path("labels").get(it.getKey())));
      if (labelled && names.map(glob -> glob.matches(name)).orElse(true)) {
        hosts.add(name);
      }
    }
    return hosts;
  }

  private static JsonNode body(JsonNode rule, List<String> hosts, List<JsonNode> alerts) {
    RuleWords words = new RuleWords(rule);
    ObjectNode body = new JsonMapper().createObjectNode();
    body.set("rule", rule);
    body.put("condition", words.condition());
    body.put("selection", words.selection());
    words
        .guidance(StateDictionary.load())
        .forEach(it -> body.withArray("/explanations").add(it.explanation()));
    hosts.forEach(body.putArray("hosts")::add);
    body.putArray("alerts").addAll(alerts);
    return body;
  }

  private static void print(
      JsonNode rule, List<String> hosts, List<JsonNode> alerts, PrintWriter out) {
    RuleWords words = new RuleWords(rule);
    out.println(
        "%s  %s, from the %s, revision %s%s"
            .formatted(
                rule.path("id").asText(),
                rule.path("severity").asText(),
                rule.path("origin").asText(),
                rule.path("revision").asText(),
                rule.path("enabled").asBoolean() ? "" : ", switched off"));
    out.println();
    out.println("Fires when: " + Quoted.of(words.condition(), MAX_TEXT));
    out.println("Looks at:   " + Quoted.of(words.selection(), MAX_TEXT));
    out.println("Parameters: " + Quoted.of(RulesListCommand.parameters(rule.path("parameters"))));
    if (!rule.path("suppressed_by").isEmpty()) {
      List<String> others = new ArrayList<>();
      rule.path("suppressed_by").forEach(other -> others.add(other.asText()));
      out.println("Silent while one of these fires there: " + String.join(", ", others));
    }
    words
        .guidance(StateDictionary.load())
        .forEach(
            it -> {
              out.println();
              out.println(it.meaning());
              out.println(it.explanation());
            });
    out.println();
    out.println(
        "Applies to %d %s%s"
            .formatted(
                hosts.size(),
                hosts.size() == 1 ? "host" : "hosts",
                hosts.isEmpty() ? "" : ": " + some(hosts)));
    if (alerts.isEmpty()) {
      out.println("No alerts of it now.");
      return;
    }
    out.println();
    List<Alert> own = alerts.stream().map(AlertFeed::decode).toList();
    Terminal.detect().print(new AlertText(ZoneId.systemDefault()).table(own), out);
  }

  private static String some(List<String> hosts) {
    String shown = String.join(", ", hosts.stream().limit(SHOWN_HOSTS).map(Quoted::of).toList());
    return hosts.size() > SHOWN_HOSTS
        ? shown + " and " + (hosts.size() - SHOWN_HOSTS) + " more"
        : shown;
  }
}
