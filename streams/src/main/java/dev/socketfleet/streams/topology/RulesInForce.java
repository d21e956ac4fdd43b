package dev.socketfleet.streams.topology;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.rule.FleetCause;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.table.CompactedTopic;
import java.nio.charset.StandardCharsets;
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
public final class RulesInForce implements Supplier<RuleSet>, CompactedTopic.Receiver {

  private static final Logger log = LoggerFactory.getLogger(RulesInForce.class);

  private final RuleSet below;
  private final Map<String, Rule> ofTopic = new LinkedHashMap<>();
  private volatile RuleSet current;
  private List<FleetCause> causes = List.of();
  private boolean caughtUp;

  /** Begins with the rules below the topic's. */
  public RulesInForce(RuleSet below) {
    this.below = below;
    this.current = below;
  }

  @Override
  public RuleSet get() {
    return current;
  }

  /** Takes the alerts about many hosts that fire now. */
  public synchronized void causes(List<FleetCause> firing) {
    if (!causes.equals(firing)) {
      causes = List.copyOf(firing);
      current = current.with(causes);
    }
  }

  @Override
  public synchronized void receive(ConsumerRecord<byte[], byte[]> record) {
    String id = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      ofTopic.remove(id);
    } else {
      accept(id, record);
    }
    if (caughtUp) {
      swap();
      log.info("Rule {} of the rules topic changed", Quoted.of(id));
    }
  }

  /** A bad rule leaves the one before it in force: who published it hears of it, nobody suffers. */
  private void accept(String id, ConsumerRecord<byte[], byte[]> record) {
    String source = record.topic() + "-" + record.partition() + "-" + record.offset();
    try {
      Rule rule = RuleCodec.decode(source, record.value());
      if (rule.id().equals(id)) {
        ofTopic.put(id, rule);
      } else {
        log.warn(
            "The rule at {} has the key '{}' but the id {}: it is ignored",
            source,
            Quoted.of(id),
            rule.id());
      }
    } catch (InvalidRulesException e) {
      log.warn("The rule at {} is ignored: {}", source, e.getMessage());
    }
  }

  /** Until all was read no set is swapped: half of the topic's rules are nobody's intention. */
  @Override
  public synchronized void caughtUp() {
    caughtUp = true;
    swap();
  }

  private void swap() {
    current = below.overriddenBy(ofTopic.values()).with(causes);
  }
}
