package dev.socketfleet.streams.host;

import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.https;
import static dev.socketfleet.streams.Snapshots.listening;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.rule.RuleSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** State goes back to the last commit, output does not: what readers see must not show it. */
class EngineCrashTest {

  private static final RuleSet RULES = RuleSet.defaults();
  private static final List<String> HOSTS = List.of("web-1", "web-2", "web-3");
  private static final List<Arrival> LOG = log();
  private static final long END = LOG.get(LOG.size() - 1).appendMs();

  /** Three hosts, 8 minutes: alerts come and go, snapshots come twice, late and after an outage. */
  private static List<Arrival> log() {
    Random random = new Random(7);
    List<Arrival> log = new ArrayList<>();
    for (int seq = 0; seq < 48; seq++) {
      long at = T0 + seq * 10_000L;
      boolean leaks = seq >= 5 && seq < 20;
      append(log, "web-1", seq, at, at, leaks ? 300 : 1);
      if (seq % 5 == 0) {
        append(log, "web-1", seq, at, at + 2, 1);
      }
      append(log, "web-2", seq, at, at + 5, random.nextInt(20));
      if (seq == 40) {
        // web-3 was cut off and sends all at once.
        for (int waited = 0; waited < 40; waited++) {
          append(log, "web-3", waited, T0 + waited * 10_000L, at + 10 + waited, waited);
        }
      }
    }
    return log;
  }

  /** Counters rise on web-2, which two collectors share for a while; web-3 runs out of ports. */
  private static void append(
      List<Arrival> log, String host, long seq, long at, long appendMs, long count) {
    boolean shared = host.equals("web-2") && seq >= 30 && seq % 2 == 0;
    long aheadMs = host.equals("web-1") && seq > 40 ? 90_000 : 0;
    boolean listens = !host.equals("web-1") || seq < 25 || seq > 35;
    List<Group> groups = new ArrayList<>(List.of(https(SocketState.CLOSE_WAIT, count)));
    if (listens) {
      groups.add(listening(new Endpoint(Role.SERVER, 22), 0, 128));
    }
    Namespace namespace =
        new Namespace(
            Group.HOST_NETNS,
            1,
            Map.of("listenDrops", host.equals("web-2") ? 10 * seq : 0L),
            new KernelLimits(-1, -1, -1, 32_768, 60_999),
            host.equals("web-3") && seq > 10
                ? List.of(new Destination("10.0.0.5", "10.0.0.9", 5_432, 25_000))
                : List.of());
    log.add(
        EngineRun.arrival(
            snapshot(
                host,
                shared ? "c" : "b",
                seq,
                at + aheadMs,
                seq % 11 != 10,
                groups,
                List.of(namespace)),
            log.size(),
            appendMs,
            aheadMs));
  }

  /** Coarse windows of two minutes, so that the log fills some. */
  private static final EngineSettings SETTINGS = EngineRun.coarse(Duration.ofMinutes(2));

  private static HostEngine engine(Ledger ledger) {
    return EngineRun.restarted(SETTINGS, () -> RULES, ledger);
  }

  private static void finish(HostEngine engine) {
    for (long after = 0; after <= 180_000; after += 1_000) {
      engine.advance(END + after);
    }
  }

  private static Ledger undisturbed() {
    Ledger ledger = new Ledger();
    HostEngine engine = engine(ledger);
    LOG.forEach(engine::apply);
    finish(engine);
    return ledger;
  }

  private static final Ledger TRUTH = undisturbed();

  /** What is left when a reader drops what it has seen, by id. */
  private static Map<String, Alert> transitions(Ledger ledger) {
    Map<String, Alert> distinct = new LinkedHashMap<>();
    for (Alert alert : ledger.transitions) {
      if (!alert.rule().id().equals("host-silent")) {
        Alert before = distinct.putIfAbsent(alert.transition(), alert);
        assertThat(before == null || before.equals(alert)).isTrue();
      }
    }
    return distinct;
  }

  private static void assertTruth(Ledger ledger) {
    for (String host : HOSTS) {
      assertThat(ledger.coarse(host)).isEqualTo(TRUTH.coarse(host));
      assertThat(ledger.published(host)).isEqualTo(TRUTH.published(host));
    }
    assertThat(transitions(ledger)).isEqualTo(transitions(TRUTH));
  }

  @Test
  void theScriptHasWhatItPromises() {
    assertThat(TRUTH.published("web-1")).hasSize(8);
    assertThat(TRUTH.published("web-3")).hasSize(7);
    assertThat(TRUTH.coarse("web-3")).hasSize(4);
    assertThat(transitions(TRUTH).values())
        .extracting(it -> it.rule().id())
        .contains(
            "close-wait-high",
            "syn-drops",
            "ephemeral-ports-low",
            "listener-gone",
            "host-two-boots",
            "host-clock-skew");
  }

  @Test
  void aRestartAtAnyPointChangesNothing() {
    for (int at = 0; at < LOG.size(); at++) {
      Ledger ledger = new Ledger();
      HostEngine engine = engine(ledger);
      LOG.subList(0, at).forEach(engine::apply);
      engine = engine(ledger);
      LOG.subList(at, LOG.size()).forEach(engine::apply);
      finish(engine);
      assertTruth(ledger);
    }
  }

  @Test
  void howeverFarAReplayRanWhatMayNotHaveGotOutIsSentAgain() {
    Ledger ledger = new Ledger();
    HostEngine engine = engine(ledger);
    LOG.forEach(engine::apply);
    ledger.transitions.clear();
    finish(engine(ledger));
    assertThat(transitions(ledger)).isEqualTo(transitions(TRUTH));
  }

  @Property(tries = 100)
  void crashesBetweenCommitsChangeNothing(@ForAll long seed) {
    Random random = new Random(seed);
    Ledger ledger = new Ledger();
    Ledger committed = ledger.copy();
    int committedAt = 0;
    HostEngine engine = engine(ledger);
    int next = 0;
    while (next < LOG.size()) {
      engine.apply(LOG.get(next++));
      int dice = random.nextInt(20);
      if (dice < 3) {
        committed = ledger.copy();
        committedAt = next;
      } else if (dice == 3) {
        committed.counts.clear();
        committed.counts.addAll(ledger.counts);
        committed.transitions.clear();
        committed.transitions.addAll(ledger.transitions);
        ledger = committed.copy();
        next = committedAt;
        engine = engine(ledger);
      }
    }
    finish(engine);
    assertTruth(ledger);
  }

  @Property(tries = 100)
  void stateThatIsAheadOfItsOutputAndOfItsOffsetsChangesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    Ledger ledger = new Ledger();
    HostEngine engine = engine(ledger);
    int next = 0;
    while (next < LOG.size()) {
      int counts = ledger.counts.size();
      int transitions = ledger.transitions.size();
      engine.apply(LOG.get(next++));
      if (random.nextInt(10) == 0) {
        // What this one published never reached the broker, what it stored did.
        ledger.counts.subList(counts, ledger.counts.size()).clear();
        ledger.transitions.subList(transitions, ledger.transitions.size()).clear();
        engine = engine(ledger);
        next = Math.max(0, next - random.nextInt(15));
      }
    }
    finish(engine);
    assertTruth(ledger);
  }

  /** Between two commits the changelogs of hosts and of windows reach the broker on their own. */
  @Property(tries = 200)
  void storesThatEndApartFromEachOtherChangeNothing(@ForAll long seed) {
    Random random = new Random(seed);
    Ledger ledger = new Ledger();
    HostEngine engine = engine(ledger);
    List<Ledger> sinceCommit = new ArrayList<>(List.of(ledger.copy()));
    int committedAt = 0;
    int next = 0;
    while (next < LOG.size()) {
      ledger.wallMs++;
      engine.apply(LOG.get(next++));
      sinceCommit.add(ledger.copy());
      int dice = random.nextInt(20);
      if (dice < 2) {
        committedAt = next;
        ledger.durableBeforeMs = ledger.wallMs + 1;
        sinceCommit = new ArrayList<>(List.of(ledger.copy()));
      } else if (dice == 2) {
        ledger =
            Ledger.of(
                any(sinceCommit, random),
                any(sinceCommit, random),
                any(sinceCommit, random),
                any(sinceCommit, random));
        next = committedAt;
        sinceCommit = new ArrayList<>(List.of(ledger.copy()));
        engine = engine(ledger);
      }
    }
    finish(engine);
    // A window that was further than its host is closed once more than in an undisturbed run.
    for (String host : HOSTS) {
      assertThat(counts(ledger, host)).isEqualTo(counts(TRUTH, host));
      assertThat(ledger.coarse(host)).isEqualTo(TRUTH.coarse(host));
    }
    assertThat(statuses(ledger)).isEqualTo(statuses(TRUTH));
  }

  /** Without the evidence: a window that is further shows more in it. */
  private static Map<String, String> statuses(Ledger ledger) {
    Map<String, String> statuses = new TreeMap<>();
    for (Alert alert : ledger.transitions) {
      if (!alert.rule().id().equals("host-silent")) {
        String told = alert.status() + " " + alert.startedAt() + " " + alert.value();
        assertThat(statuses.merge(alert.transition(), told, (one, other) -> one)).isEqualTo(told);
      }
    }
    return statuses;
  }

  private static Map<Long, WindowCounts> counts(Ledger ledger, String host) {
    Map<Long, WindowCounts> counts = ledger.published(host);
    counts.replaceAll((start, window) -> window.withRevision(1));
    return counts;
  }

  private static Ledger any(List<Ledger> ledgers, Random random) {
    return ledgers.get(random.nextInt(ledgers.size()));
  }
}
