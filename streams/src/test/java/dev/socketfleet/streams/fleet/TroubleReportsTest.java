package dev.socketfleet.streams.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.alert.HalfClosed;
import dev.socketfleet.streams.alert.Standing.Phase;
import dev.socketfleet.streams.fleet.HostTrouble.Trouble;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TroubleReportsTest {

  private final Map<String, List<Trouble>> hosts = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private RuleSet rules = RuleSet.defaults();
  private final TroubleReports reports =
      new TroubleReports(
          Set.of("dc"),
          action -> hosts.forEach((id, troubles) -> action.accept(host(id, troubles))),
          (scope, trouble) ->
              told.add(
                  "%s %d of %d"
                      .formatted(scope.text(), trouble.troubled().size(), trouble.hosts())));

  private final Set<String> atRest = new HashSet<>();

  private TroubleReports.Host host(String id, List<Trouble> troubles) {
    return new TroubleReports.Host() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public Map<String, String> labels() {
        return Map.of("dc", "eu1");
      }

      @Override
      public boolean takeTouched() {
        return !atRest.contains(id);
      }

      @Override
      public HostTrouble trouble() {
        return new HostTrouble(id, troubles, List.of());
      }
    };
  }

  private static Trouble trouble(Phase phase, long value) {
    return new Trouble(
        "close-wait-high",
        Optional.of(new Endpoint(Role.SERVER, 443)),
        Optional.of(SocketState.CLOSE_WAIT),
        "",
        phase,
        1,
        value,
        List.of(),
        Optional.empty());
  }

  @Test
  void tellsWhatChangedWithinASecondAndAllOfItEveryHalfMinute() {
    hosts.put("a", List.of());
    hosts.put("b", List.of());
    reports.advance(10_000, rules);
    assertThat(told).containsExactly("fleet 0 of 2");
    told.clear();
    reports.advance(11_000, rules);
    assertThat(told).isEmpty();
    hosts.put("a", List.of(trouble(Phase.PENDING, 100)));
    reports.advance(11_200, rules);
    assertThat(told).isEmpty();
    reports.advance(12_000, rules);
    assertThat(told).containsExactly("fleet 1 of 2");
    reports.advance(41_000, rules);
    assertThat(told).hasSize(1);
    reports.advance(42_000, rules);
    assertThat(told).hasSize(2);
  }

  @Test
  void aNumberThatMovesALittleIsNoNews() {
    hosts.put("a", List.of(trouble(Phase.FIRING, 100)));
    reports.advance(10_000, rules);
    hosts.put("a", List.of(trouble(Phase.FIRING, 120)));
    reports.advance(11_000, rules);
    assertThat(told).hasSize(1);
    hosts.put("a", List.of(trouble(Phase.FIRING, 130)));
    reports.advance(12_000, rules);
    assertThat(told).hasSize(2);
    hosts.put("a", List.of(trouble(Phase.HELD, 130)));
    reports.advance(13_000, rules);
    assertThat(told).hasSize(3);
  }

  @Test
  void aHostThatIsGoneIsToldOfNoMore() {
    hosts.put("a", List.of(trouble(Phase.FIRING, 100)));
    reports.advance(10_000, rules);
    hosts.clear();
    reports.advance(11_000, rules);
    assertThat(told).containsExactly("fleet 1 of 1", "fleet 0 of 0");
  }

  @Test
  void aHostThatTakesThePlaceOfAnotherIsNotTakenForIt() {
    hosts.put("a", List.of(trouble(Phase.FIRING, 100)));
    hosts.put("b", List.of(trouble(Phase.FIRING, 100)));
    reports.advance(10_000, rules);
    atRest.addAll(hosts.keySet());
    hosts.remove("a");
    hosts.put("c", List.of());
    reports.advance(11_000, rules);
    assertThat(told).containsExactly("fleet 2 of 2", "fleet 1 of 2");
  }

  @Test
  void withoutRulesAboutManyHostsNobodyIsTold() {
    rules = RuleSet.EMPTY;
    hosts.put("a", List.of(trouble(Phase.FIRING, 100)));
    reports.advance(10_000, rules);
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsToldComesThroughTheTopicAsItIs() {
    PartitionTrouble trouble =
        new PartitionTrouble(
            7,
            List.of(
                new HostTrouble(
                    "a",
                    List.of(trouble(Phase.HELD, 5)),
                    List.of(new HalfClosed("10.0.0.1", "10.0.0.2", 5432, 12)))));
    assertThat(PartitionTrouble.decode(trouble.encode())).isEqualTo(trouble);
  }

  @Test
  void hostsBeyondWhatARecordTakesAreCountedButNotNamed() {
    List<HostTrouble> many = new ArrayList<>();
    for (int host = 0; host < 20_000; host++) {
      many.add(
          new HostTrouble("h".repeat(200) + host, List.of(trouble(Phase.FIRING, 1)), List.of()));
    }
    byte[] encoded = new PartitionTrouble(20_000, many).encode();
    assertThat(encoded.length).isLessThan(1_000_000);
    assertThat(PartitionTrouble.decode(encoded).hosts()).isEqualTo(20_000);
    assertThat(PartitionTrouble.decode(encoded).troubled()).hasSizeBetween(1_000, 19_999);
  }
}
