package dev.socketfleet.streams.topology;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.query.RuleOrigin;
import dev.socketfleet.streams.query.RulesReader;
import dev.socketfleet.streams.query.RulesView;
import dev.socketfleet.streams.rule.FleetCause;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.table.CompactedTopic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of this moment: those that ship, over them those of a file, over them those of the
 * rules topic; and with them the alerts about many hosts that fire, because they hold back those of
 * single hosts. Every change is a new immutable set, swapped at once.
 *
 * <p>Written by the threads that read the topics, read by stream threads and queries.
 */
public final class RulesInForce implements Supplier<RuleSet>, RulesReader, CompactedTopic.Receiver {

  private static final Logger log = LoggerFactory.getLogger(RulesInForce.class);

  private static final int MAX_REFUSED = 100;
  private static final int MAX_PROBLEM = 500;

  private final RuleSet below;
  private final Map<String, RuleOrigin> originsBelow = new HashMap<>();
  private final Map<String, Rule> ofTopic = new LinkedHashMap<>();
  private final Map<String, RulesView.Refused> refused = new LinkedHashMap<>();
  private final Counter malformed;
  private volatile RulesView current;
  private List<FleetCause> causes = List.of();
  private boolean caughtUp;

  /**
   * Begins with the rules below the topic's.
   *
   * @param pack that ships
   * @param file of this instance
   */
  public RulesInForce(RuleSet pack, List<Rule> file, MeterRegistry registry) {
    this.below = pack.overriddenBy(file);
    pack.all().forEach(rule -> originsBelow.put(rule.id(), RuleOrigin.PACK));
    file.forEach(rule -> originsBelow.put(rule.id(), RuleOrigin.FILE));
    this.current = new RulesView(below, originsBelow, List.of());
    this.malformed =
        Counter.builder("socketfleet.rules.malformed")
            .description("Records on the topic of rules that are no rule")
            .register(registry);
  }

  @Override
  public RuleSet get() {
    return current.rules();
  }

  @Override
  public RulesView view() {
    return current;
  }

  /** Takes the alerts about many hosts that fire now. */
  public synchronized void causes(List<FleetCause> firing) {
    if (!causes.equals(firing)) {
      causes = List.copyOf(firing);
      current = new RulesView(current.rules().with(causes), current.origins(), current.refused());
    }
  }

  /** What was read before may be gone from the topic; it stays in force until all was read. */
  @Override
  public synchronized void begin() {
    caughtUp = false;
    ofTopic.clear();
    refused.clear();
  }

  @Override
  public synchronized void receive(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      ofTopic.remove(key);
      refused.remove(key);
    } else {
      accept(key, record);
    }
    if (caughtUp) {
      swap();
      log.info("Rule {} of the rules topic changed", Quoted.of(key));
    }
  }

  /** A bad rule leaves the one before it in force: who published it hears of it, nobody suffers. */
  private void accept(String key, ConsumerRecord<byte[], byte[]> record) {
    String source = record.topic() + "-" + record.partition() + "-" + record.offset();
    try {
      Rule rule = RuleCodec.decode(source, record.value());
      if (rule.id().equals(key)) {
        ofTopic.put(key, rule);
        refused.remove(key);
      } else {
        refuse(key, source, "its key is not its id, which is " + rule.id());
      }
    } catch (InvalidRulesException e) {
      refuse(key, source, String.join("\n", e.problems()));
    }
  }

  private void refuse(String key, String source, String problem) {
    malformed.increment();
    log.warn("The record at {} with key '{}' is no rule: {}", source, Quoted.of(key), problem);
    if (refused.size() < MAX_REFUSED || refused.containsKey(key)) {
      refused.put(
          key, new RulesView.Refused(Quoted.of(key), source, Quoted.of(problem, MAX_PROBLEM)));
    }
  }

  /** Until all was read no set is swapped: half of the topic's rules are nobody's intention. */
  @Override
  public synchronized void caughtUp() {
    caughtUp = true;
    swap();
  }

  private void swap() {
    Map<String, RuleOrigin> origins = new HashMap<>(originsBelow);
    ofTopic.keySet().forEach(id -> origins.put(id, RuleOrigin.TOPIC));
    current =
        new RulesView(
            below.overriddenBy(ofTopic.values()).with(causes),
            origins,
            new ArrayList<>(refused.values()));
  }
}
