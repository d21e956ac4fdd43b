package dev.socketfleet.common.states;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateContentTest {

  private final StateDictionary dictionary = StateDictionary.load();

  @Test
  void theElevenStatesOfTheRfcCiteItAndTheOtherTwoSayThatTheyAreNone() {
    for (StateEntry entry : dictionary.entries()) {
      boolean foreign = entry.state() == SocketState.BOUND || entry.state() == SocketState.UNKNOWN;
      assertThat(entry.rfcState()).as(entry.title()).isEqualTo(!foreign);
      assertThat(entry.reference())
          .as(entry.title())
          .startsWith(foreign ? "No RFC state" : "RFC 9293 section");
      assertThat(
              entry.definition().contains("no state of RFC 9293")
                  || entry.definition().contains("No state of RFC 9293"))
          .as(entry.title())
          .isEqualTo(foreign);
    }
  }

  @Test
  void theWaysOutAreThoseOfTheStateDiagram() {
    Set<String> arrows = new TreeSet<>();
    for (StateEntry entry : dictionary.entries()) {
      if (entry.rfcState()) {
        entry
            .next()
            .forEach(it -> arrows.add(entry.title() + " " + dictionary.entry(it.state()).title()));
      }
    }
    assertThat(arrows)
        .containsExactlyInAnyOrder(
            "CLOSED LISTEN",
            "CLOSED SYN-SENT",
            "LISTEN SYN-RECEIVED",
            "LISTEN SYN-SENT",
            "LISTEN CLOSED",
            "SYN-SENT ESTABLISHED",
            "SYN-SENT SYN-RECEIVED",
            "SYN-SENT CLOSED",
            "SYN-RECEIVED ESTABLISHED",
            "SYN-RECEIVED FIN-WAIT-1",
            "SYN-RECEIVED CLOSE-WAIT",
            "SYN-RECEIVED LISTEN",
            "SYN-RECEIVED CLOSED",
            "ESTABLISHED FIN-WAIT-1",
            "ESTABLISHED CLOSE-WAIT",
            "FIN-WAIT-1 FIN-WAIT-2",
            "FIN-WAIT-1 CLOSING",
            "FIN-WAIT-1 TIME-WAIT",
            "FIN-WAIT-2 TIME-WAIT",
            "CLOSE-WAIT LAST-ACK",
            "CLOSING TIME-WAIT",
            "LAST-ACK CLOSED",
            "TIME-WAIT CLOSED",
            "TIME-WAIT SYN-RECEIVED");
  }

  @Test
  void aClientInSynReceivedIsExplainedAsASimultaneousOpen() {
    StateEntry entry = dictionary.entry(SocketState.SYN_RECEIVED);
    assertThat(entry.side()).isEqualTo(Side.SERVER);
    assertThat(entry.sideNote()).contains("On a client it is a simultaneous open");
  }

  @Test
  void everyEntryHasAFirstCheckForEveryPlatform() {
    for (Guidance guidance : guidances()) {
      for (Platform platform : List.of(Platform.LINUX, Platform.UNIX, Platform.WINDOWS)) {
        assertThat(guidance.checks())
            .as(platform + ": " + guidance.meaning())
            .anyMatch(it -> it.platform().fits(platform));
      }
    }
  }

  @Test
  void commandsLeaveNoPlaceUnfilled() {
    Pattern place = Pattern.compile("\\{[a-z-]+}");
    for (Guidance guidance : guidances()) {
      for (Check check : guidance.checks()) {
        assertThat(Stream.of(check.example(), check.command("web-1"), check.command(client(5432))))
            .noneMatch(it -> place.matcher(it).find());
      }
    }
  }

  @Test
  void anAlertGetsTheCommandsOfItsSystemWithItsPort() {
    Guidance guidance = dictionary.entry(SocketState.CLOSE_WAIT).guidance();
    assertThat(guidance.checkLines("Linux 6.18", new Endpoint(Role.SERVER, 8443)))
        .hasSize(5)
        .first()
        .isEqualTo(
            "Which process holds them? None: they were never accepted:"
                + " ss -tnpe state close-wait '( sport = :8443 )' | head -40");
    assertThat(guidance.checkLines("Linux 6.18", client(5432)))
        .first()
        .asString()
        .endsWith("ss -tnpe state close-wait '( dport = :5432 )' | head -40");
    assertThat(guidance.checkLines("Windows Server 2022", client(5432)))
        .singleElement()
        .asString()
        .contains("Get-NetTCPConnection -State CloseWait -RemotePort 5432 |");
    assertThat(guidance.checkLines("FreeBSD 14.1", client(5432)))
        .containsExactly("Which process holds them? lsof -nP -iTCP:5432 -sTCP:CLOSE_WAIT");
  }

  @Test
  void anAlertAboutAHostNamesTheHostInItsCommands() {
    assertThat(dictionary.subject("host").guidance().checkLines("Linux 6.18", "web-17"))
        .first()
        .isEqualTo("Is the host up? ping -c 3 web-17");
  }

  @Test
  void theDefaultRulesAreNamedWhereTheyWatch() {
    assertThat(dictionary.entry(SocketState.CLOSE_WAIT).guidance().rules())
        .containsExactly(
            "close-wait-high",
            "close-wait-old",
            "close-wait-growing",
            "close-wait-spike",
            "fleet-peer-leak",
            "fleet-same-trouble");
    assertThat(dictionary.entry(SocketState.SYN_RECEIVED).guidance().rules())
        .containsExactly(
            "syn-received-high",
            "syn-received-spike",
            "syn-cookies",
            "syn-drops",
            "fleet-syn-received-spike",
            "fleet-same-trouble");
    assertThat(dictionary.subject("host").guidance().rules())
        .containsExactly("host-silent", "fleet-hosts-silent");
  }

  @Test
  void notesExplainSocketsNumbersAndTheNamesThatAreNoRfcState() {
    assertThat(dictionary.notes())
        .extracting(Note::id)
        .contains(
            "socket-and-port",
            "names-and-numbers",
            "typed-names",
            "new-syn-recv",
            "delete-tcb",
            "bound-and-idle",
            "unknown-and-none");
  }

  @Test
  void everyNumberingIsDescribed() {
    Set<String> used =
        dictionary.systems().stream()
            .flatMap(it -> it.numbering().stream())
            .collect(Collectors.toSet());
    assertThat(dictionary.numberings()).extracting(Numbering::id).containsAll(used);
    assertThat(dictionary.systems())
        .extracting(SystemEntry::system)
        .containsExactly(StateSystem.values());
  }

  private static Endpoint client(int port) {
    return new Endpoint(Role.CLIENT, port);
  }

  private List<Guidance> guidances() {
    return Stream.concat(
            dictionary.entries().stream().map(StateEntry::guidance),
            dictionary.subjects().stream().map(Subject::guidance))
        .toList();
  }
}
