package dev.socketfleet.streams.alert;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;
import static dev.socketfleet.common.model.SocketState.SYN_SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.RuleSet;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplayTest {

  @Property(tries = 8)
  void theSameSamplesGiveTheSameTransitions(@ForAll long seed) {
    ScriptedHost once = ScriptedHost.withDefaults(10);
    ScriptedHost again = ScriptedHost.withDefaults(10);

    live(once, seed);
    live(again, seed);

    assertThat(again.transitions).isEqualTo(once.transitions);
    assertThat(again.judged).isEqualTo(once.judged);
  }

  @Property(tries = 8)
  void aRestartAtAnyStepChangesNothing(@ForAll long seed) {
    ScriptedHost steady = ScriptedHost.withDefaults(10);
    ScriptedHost restarted = ScriptedHost.withDefaults(10);
    restarted.restartsAtEachStep = true;

    live(steady, seed);
    live(restarted, seed);

    assertThat(restarted.transitions).isEqualTo(steady.transitions);
    assertThat(restarted.judged).isEqualTo(steady.judged);
  }

  @Property(tries = 8)
  void anEndpointHasOneFiringAlertAtMost(@ForAll long seed) {
    ScriptedHost host = ScriptedHost.withDefaults(10);

    live(host, seed);

    Map<Endpoint, String> firing = new HashMap<>();
    for (Alert alert : host.transitions) {
      if (alert.subject().endpoint().isPresent()) {
        Endpoint endpoint = alert.subject().endpoint().get();
        if (alert.status() == AlertStatus.FIRING) {
          assertThat(firing.put(endpoint, alert.id())).isNull();
        } else if (alert.status() == AlertStatus.RESOLVED) {
          firing.remove(endpoint, alert.id());
        }
      }
    }
    assertThat(host.transitions).isNotEmpty();
  }

  @Property(tries = 8)
  void aDamagedStateIsRefusedOrReadButNeverHangs(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 10_000) int place) {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    live(host, seed);
    BinaryWriter out = new BinaryWriter();
    host.alerts.encode(out);
    byte[] cut = Arrays.copyOf(out.toByteArray(), place % out.size());

    assertThatThrownBy(() -> HostAlerts.decode(new BinaryReader(cut)))
        .isInstanceOf(BinaryFormatException.class);
  }

  @Test
  void aQuietHostNeedsFewBytes() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    Group[] endpoints = new Group[30];
    for (int i = 0; i < endpoints.length; i++) {
      endpoints[i] = ScriptedHost.server(1_000 + i, CLOSE_WAIT, 5);
    }
    host.snapshots(Duration.ofHours(1), endpoints);
    assertThat(size(host) / 30).isLessThan(70);
  }

  @Test
  void whatIsGoneIsForgotten() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshot();
    for (int i = 0; i < 300; i++) {
      host.snapshot(ScriptedHost.server(1_000 + i, CLOSE_WAIT, 300));
    }
    host.snapshots(Duration.ofHours(2));
    ScriptedHost idle = ScriptedHost.withDefaults(10);
    idle.snapshots(Duration.ofHours(2));

    assertThat(size(host)).isCloseTo(size(idle), within(8));
  }

  private static int size(ScriptedHost host) {
    BinaryWriter out = new BinaryWriter();
    host.alerts.encode(out);
    return out.size();
  }

  /** Two hours in which levels jump, creep, burst, stop being reported and rules change. */
  private static void live(ScriptedHost host, long seed) {
    Random random = new Random(seed);
    long[] level = new long[3];
    for (int step = 0; step < 720; step++) {
      for (int i = 0; i < level.length; i++) {
        level[i] = next(random, level[i]);
      }
      Group[] groups = {
        ScriptedHost.server(443, CLOSE_WAIT, level[0]),
        ScriptedHost.listening(80, level[2] / 4, 128, SYN_RECEIVED, level[1]),
        ScriptedHost.to(
            Role.CLIENT, 5_432, SYN_SENT, level[2], new PeerCount("10.0.0.9", level[2])),
        step % 300 < 250
            ? ScriptedHost.listening(22, 0, 128, ESTABLISHED, 1)
            : ScriptedHost.server(22, ESTABLISHED, 1)
      };
      host.rising("listenDrops", random.nextInt(30) == 0 ? 1 + level[0] : 0)
          .rising("syncookiesSent", level[1] / 10);
      host.destinations(new Destination("10.0.0.5", "10.0.0.8", 6_379, 100 * level[0]));
      if (random.nextInt(60) == 0) {
        host.namespaceAnew(Map.of("listenDrops", 3L, "syncookiesSent", 4L));
      }
      switch (random.nextInt(40)) {
        case 0 -> host.incompleteSnapshot(groups);
        case 1 -> host.silence(Duration.ofSeconds(random.nextInt(200)));
        case 2 -> host.snapshot();
        case 3 -> host.report("b" + random.nextInt(2), -40_000L * random.nextInt(2), false, true);
        default -> host.snapshot(groups);
      }
      host.tick(Duration.ofSeconds(random.nextInt(45)));
      if (step == 400) {
        host.rules = RuleSet.of(host.rules.all().subList(1, 14));
      }
    }
  }

  private static long next(Random random, long level) {
    return switch (random.nextInt(50)) {
      case 0 -> 300;
      case 1, 2 -> 0;
      case 3 -> random.nextInt(150);
      default -> Math.max(0, level + random.nextInt(5) - 1);
    };
  }
}
