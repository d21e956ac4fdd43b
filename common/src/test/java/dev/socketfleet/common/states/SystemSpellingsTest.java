package dev.socketfleet.common.states;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.SocketState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the systems write, set down here once more and apart from the dictionary, as {@code
 * state=number:name} or {@code state=name}. An empty name is a blank column.
 */
class SystemSpellingsTest {

  private static final String RFC =
      """
      rfc9293 | closed=CLOSED listen=LISTEN syn_sent=SYN-SENT syn_received=SYN-RECEIVED
      rfc9293 | established=ESTABLISHED fin_wait_1=FIN-WAIT-1 fin_wait_2=FIN-WAIT-2
      rfc9293 | close_wait=CLOSE-WAIT closing=CLOSING last_ack=LAST-ACK time_wait=TIME-WAIT
      """;

  private static final String LINUX =
      """
      linux-kernel | established=1:TCP_ESTABLISHED syn_sent=2:TCP_SYN_SENT
      linux-kernel | syn_received=3:TCP_SYN_RECV syn_received=12:TCP_NEW_SYN_RECV
      linux-kernel | fin_wait_1=4:TCP_FIN_WAIT1 fin_wait_2=5:TCP_FIN_WAIT2
      linux-kernel | time_wait=6:TCP_TIME_WAIT closed=7:TCP_CLOSE close_wait=8:TCP_CLOSE_WAIT
      linux-kernel | last_ack=9:TCP_LAST_ACK listen=10:TCP_LISTEN closing=11:TCP_CLOSING
      linux-kernel | bound=13:TCP_BOUND_INACTIVE syn_received=NEW_SYN_RECV bound=BOUND_INACTIVE
      linux-ss | closed=UNCONN closed=unconnected closed=closed listen=LISTEN listen=listening
      linux-ss | syn_sent=SYN-SENT syn_received=SYN-RECV established=ESTAB
      linux-ss | established=established fin_wait_1=FIN-WAIT-1 fin_wait_2=FIN-WAIT-2
      linux-ss | close_wait=CLOSE-WAIT closing=CLOSING last_ack=LAST-ACK time_wait=TIME-WAIT
      linux-ss | bound=bound-inactive unknown=UNDEF
      linux-netstat | closed=CLOSE listen=LISTEN syn_sent=SYN_SENT syn_received=SYN_RECV
      linux-netstat | established=ESTABLISHED fin_wait_1=FIN_WAIT1 fin_wait_2=FIN_WAIT2
      linux-netstat | close_wait=CLOSE_WAIT closing=CLOSING last_ack=LAST_ACK
      linux-netstat | time_wait=TIME_WAIT unknown=UNKNOWN unknown=
      """;

  private static final String WINDOWS =
      """
      windows-mib | closed=1:CLOSED listen=2:LISTEN syn_sent=3:SYN_SENT syn_received=4:SYN_RCVD
      windows-mib | established=5:ESTAB fin_wait_1=6:FIN_WAIT1 fin_wait_2=7:FIN_WAIT2
      windows-mib | close_wait=8:CLOSE_WAIT closing=9:CLOSING last_ack=10:LAST_ACK
      windows-mib | time_wait=11:TIME_WAIT closed=12:DELETE_TCB
      windows-netstat | closed=CLOSED listen=LISTENING syn_sent=SYN_SENT syn_sent=SYN_SEND
      windows-netstat | syn_received=SYN_RECEIVED established=ESTABLISHED fin_wait_1=FIN_WAIT_1
      windows-netstat | fin_wait_2=FIN_WAIT_2 close_wait=CLOSE_WAIT closing=CLOSING
      windows-netstat | last_ack=LAST_ACK time_wait=TIME_WAIT time_wait=TIMED_WAIT unknown=
      powershell | unknown=0:Unknown closed=1:Closed listen=2:Listen syn_sent=3:SynSent
      powershell | syn_received=4:SynReceived established=5:Established fin_wait_1=6:FinWait1
      powershell | fin_wait_2=7:FinWait2 close_wait=8:CloseWait closing=9:Closing
      powershell | last_ack=10:LastAck time_wait=11:TimeWait closed=12:DeleteTCB
      powershell | closed=DeleteTcb bound=100:Bound
      """;

  private static final String BSD =
      """
      freebsd | closed=0:CLOSED listen=1:LISTEN syn_sent=2:SYN_SENT syn_received=3:SYN_RCVD
      freebsd | established=4:ESTABLISHED close_wait=5:CLOSE_WAIT fin_wait_1=6:FIN_WAIT_1
      freebsd | closing=7:CLOSING last_ack=8:LAST_ACK fin_wait_2=9:FIN_WAIT_2
      freebsd | time_wait=10:TIME_WAIT closed=TCPS_CLOSED listen=TCPS_LISTEN
      freebsd | syn_sent=TCPS_SYN_SENT syn_received=TCPS_SYN_RECEIVED unknown=
      macos | closed=0:CLOSED listen=1:LISTEN syn_sent=2:SYN_SENT syn_received=3:SYN_RCVD
      macos | established=4:ESTABLISHED close_wait=5:CLOSE_WAIT fin_wait_1=6:FIN_WAIT_1
      macos | closing=7:CLOSING last_ack=8:LAST_ACK fin_wait_2=9:FIN_WAIT_2
      macos | time_wait=10:TIME_WAIT unknown=
      openbsd | closed=0:CLOSED listen=1:LISTEN syn_sent=2:SYN_SENT syn_received=3:SYN_RCVD
      openbsd | established=4:ESTABLISHED close_wait=5:CLOSE_WAIT fin_wait_1=6:FIN_WAIT_1
      openbsd | closing=7:CLOSING last_ack=8:LAST_ACK fin_wait_2=9:FIN_WAIT_2
      openbsd | time_wait=10:TIME_WAIT unknown=
      """;

  private static final String UNIX =
      """
      solaris | closed=-6:CLOSED bound=-5:IDLE bound=-4:BOUND listen=-3:LISTEN
      solaris | syn_sent=-2:SYN_SENT syn_received=-1:SYN_RCVD established=0:ESTABLISHED
      solaris | close_wait=1:CLOSE_WAIT fin_wait_1=2:FIN_WAIT_1 closing=3:CLOSING
      solaris | last_ack=4:LAST_ACK fin_wait_2=5:FIN_WAIT_2 time_wait=6:TIME_WAIT
      solaris | syn_received=SYN_RECEIVED closed=TCPS_CLOSED syn_received=TCPS_SYN_RCVD
      solaris | unknown=Unbound unknown=Connected
      aix | closed=CLOSED listen=LISTEN syn_sent=SYN_SENT syn_received=SYN_RCVD
      aix | established=ESTABLISHED fin_wait_1=FIN_WAIT_1 fin_wait_2=FIN_WAIT_2
      aix | close_wait=CLOSE_WAIT closing=CLOSING last_ack=LAST_ACK time_wait=TIME_WAIT unknown=
      hpux | closed=-6:CLOSED bound=-5:IDLE bound=-4:BOUND listen=-3:LISTEN syn_sent=-2:SYN_SENT
      hpux | syn_received=-1:SYN_RCVD established=0:ESTABLISHED close_wait=1:CLOSE_WAIT
      hpux | fin_wait_1=2:FIN_WAIT_1 closing=3:CLOSING last_ack=4:LAST_ACK
      hpux | fin_wait_2=5:FIN_WAIT_2 time_wait=6:TIME_WAIT
      """;

  private static final String LIBRARIES =
      """
      oshi | closed=CLOSED listen=LISTEN syn_sent=SYN_SENT syn_received=SYN_RECV
      oshi | established=ESTABLISHED fin_wait_1=FIN_WAIT_1 fin_wait_2=FIN_WAIT_2
      oshi | close_wait=CLOSE_WAIT closing=CLOSING last_ack=LAST_ACK time_wait=TIME_WAIT
      oshi | unknown=NONE unknown=UNKNOWN
      psutil | closed=CLOSE listen=LISTEN syn_sent=SYN_SENT syn_received=SYN_RECV
      psutil | established=ESTABLISHED fin_wait_1=FIN_WAIT1 fin_wait_2=FIN_WAIT2
      psutil | close_wait=CLOSE_WAIT closing=CLOSING last_ack=LAST_ACK time_wait=TIME_WAIT
      psutil | bound=CONN_IDLE bound=CONN_BOUND closed=DELETE_TCB unknown=NONE
      gopsutil | closed=CLOSE closed=CLOSED listen=LISTEN syn_sent=SYN_SENT
      gopsutil | syn_received=SYN_RECV syn_received=SYN_RECEIVED established=ESTABLISHED
      gopsutil | fin_wait_1=FIN_WAIT1 fin_wait_1=FIN_WAIT_1 fin_wait_2=FIN_WAIT2
      gopsutil | fin_wait_2=FIN_WAIT_2 close_wait=CLOSE_WAIT closing=CLOSING last_ack=LAST_ACK
      gopsutil | time_wait=TIME_WAIT closed=DELETE unknown=NONE
      """;

  private static final String NETWORK =
      """
      tcp-mib | closed=1:closed listen=2:listen syn_sent=3:synSent syn_received=4:synReceived
      tcp-mib | established=5:established fin_wait_1=6:finWait1 fin_wait_2=7:finWait2
      tcp-mib | close_wait=8:closeWait last_ack=9:lastAck closing=10:closing
      tcp-mib | time_wait=11:timeWait closed=12:deleteTCB
      cisco | closed=CLOSED listen=LISTEN syn_sent=SYNSENT syn_received=SYNRCVD
      cisco | established=ESTAB fin_wait_1=FINWAIT1 fin_wait_2=FINWAIT2 close_wait=CLOSEWAIT
      cisco | closing=CLOSING last_ack=LASTACK time_wait=TIMEWAIT
      """;

  private record Cell(
      StateSystem system, SocketState state, Optional<Integer> number, String name) {}

  private final StateDictionary dictionary = StateDictionary.load();

  @ParameterizedTest
  @ValueSource(strings = {RFC, LINUX, WINDOWS, BSD, UNIX, LIBRARIES, NETWORK})
  void namesAndNumbersOfEverySystemResolve(String table) {
    for (Cell cell : cells(table)) {
      cell.number()
          .ifPresent(
              number ->
                  assertThat(dictionary.ofNumber(cell.system(), number))
                      .as(cell.toString())
                      .isEqualTo(cell.state()));
      assertThat(dictionary.ofName(cell.system(), cell.name()))
          .as(cell.toString())
          .isEqualTo(cell.state());
      if (!cell.name().isEmpty()) {
        assertThat(dictionary.find(cell.name())).as(cell.toString()).contains(Set.of(cell.state()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RFC, LINUX, WINDOWS, BSD, UNIX, LIBRARIES, NETWORK})
  void everyNameStandsAtItsOwnSystem(String table) {
    for (Cell cell : cells(table)) {
      if (!cell.name().isEmpty()) {
        assertThat(spelling(cell).names()).as(cell.toString()).contains(cell.name());
      }
    }
  }

  @Test
  void theTableCoversEveryNumberOfTheDictionary() {
    List<Cell> cells = cells(RFC + LINUX + WINDOWS + BSD + UNIX + LIBRARIES + NETWORK);
    for (StateEntry entry : dictionary.entries()) {
      for (Spelling spelling : entry.spellings()) {
        assertThat(spelling.numbers())
            .as(entry.state().wireName() + " on " + spelling.system().wireName())
            .containsExactlyInAnyOrderElementsOf(
                cells.stream()
                    .filter(it -> it.system() == spelling.system() && it.state() == entry.state())
                    .flatMap(it -> it.number().stream())
                    .toList());
      }
    }
  }

  @Test
  void whatASystemShowsUnderAnotherNameIsSaid() {
    assertThat(shownAs(SocketState.BOUND, StateSystem.AIX)).contains(SocketState.CLOSED);
    assertThat(shownAs(SocketState.BOUND, StateSystem.LINUX_SS)).contains(SocketState.CLOSED);
    assertThat(shownAs(SocketState.BOUND, StateSystem.LINUX_KERNEL)).contains(SocketState.CLOSED);
  }

  @Test
  void systemsOfOneNumberingAgreeOnEveryNumber() {
    TreeMap<String, SocketState> meanings = new TreeMap<>();
    for (SystemEntry system : dictionary.systems()) {
      for (int number = -10; number <= 110; number++) {
        SocketState state = dictionary.ofNumber(system.system(), number);
        if (state != SocketState.UNKNOWN) {
          String key = system.numbering().orElseThrow() + " " + number;
          assertThat(meanings.merge(key, state, (before, now) -> before)).as(key).isEqualTo(state);
        }
      }
    }
    assertThat(meanings).hasSize(13 + 13 + 11 + 13 + 12);
  }

  private Optional<SocketState> shownAs(SocketState state, StateSystem system) {
    return spelling(new Cell(system, state, Optional.empty(), "")).shownAs();
  }

  private Spelling spelling(Cell cell) {
    return dictionary.entry(cell.state()).spellings().stream()
        .filter(it -> it.system() == cell.system())
        .findFirst()
        .orElseThrow(() -> new AssertionError(cell + " is not in the dictionary"));
  }

  private static List<Cell> cells(String table) {
    List<Cell> cells = new ArrayList<>();
    for (String line : table.strip().split("\n", -1)) {
      String[] halves = line.split(" \\| ", 2);
      StateSystem system = StateSystem.ofWireName(halves[0].strip()).orElseThrow();
      for (String cell : halves[1].strip().split(" ", -1)) {
        String[] parts = cell.split("=", 2);
        cells.add(cell(system, SocketState.ofWireName(parts[0]).orElseThrow(), parts[1]));
      }
    }
    return cells;
  }

  private static Cell cell(StateSystem system, SocketState state, String spelling) {
    int colon = spelling.indexOf(':');
    return colon < 0
        ? new Cell(system, state, Optional.empty(), spelling)
        : new Cell(
            system,
            state,
            Optional.of(Integer.valueOf(spelling.substring(0, colon))),
            spelling.substring(colon + 1));
  }
}
