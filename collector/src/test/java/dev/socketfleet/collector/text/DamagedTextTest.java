package dev.socketfleet.collector.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.model.SocketState;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to tables on their way: wrapped, cut, prefixed, with names, with the unknown. */
class DamagedTextTest {

  @Test
  void rowsWrappedByATerminalAreJoined() throws Exception {
    assertThat(
            ReadText.of(
                    """
                    State    Recv-Q Send-Q Local Address:Port     Peer Address:Port Process
                    ESTAB    0      0      [2001:db8:1111:2222:3333:4444:5555:6666]:443
                                           [2001:db8:1111:2222:3333:4444:5555:7777]:50112 users:(("nginx",pid=7,fd=3))
                    CLOSE-WAIT 1    0      10.0.0.5:80            10.0.0.9:501
                    13
                    LISTEN   0      128    0.0.0.0:80             0.0.0.0:*
                    """)
                .rows())
        .containsExactly(
            "established 2001:db8:1111:2222:3333:4444:5555:6666:443 ->"
                + " 2001:db8:1111:2222:3333:4444:5555:7777:50112 0/0 process nginx (7)",
            "close_wait 10.0.0.5:80 -> 10.0.0.9:501 1/0",
            "listen 0.0.0.0:80 -> 0.0.0.0:0 0/128");
  }

  @Test
  void headersInTheMiddleAndForeignColumnsAreNoSockets() throws Exception {
    assertThat(
            ReadText.of(
                    """
                    2026-11-23T09:00:01 web1 Proto Recv-Q Send-Q Local Address Foreign Address State
                    2026-11-23T09:00:01 web1 tcp 0 0 10.0.0.5:80 10.0.0.9:50112 ESTABLISHED
                    2026-11-23T09:00:02 web1 Active Internet connections (servers and established)
                    2026-11-23T09:00:02 web1 Proto Recv-Q Send-Q Local Address Foreign Address State
                    2026-11-23T09:00:02 web1 tcp 0 0 10.0.0.5:80 10.0.0.9:50113 TIME_WAIT extra
                    2026-11-23T09:00:02 web1 udp 0 0 10.0.0.5:53 10.0.0.9:50113 ESTABLISHED
                    """)
                .states())
        .isEqualTo(Map.of(SocketState.ESTABLISHED, 1, SocketState.TIME_WAIT, 1));
  }

  @Test
  void namesAreReadAsPortsAndCutAddressesStillCount() throws Exception {
    ReadText read =
        ReadText.of(
            """
            Active Internet connections (w/o servers)
            Proto Recv-Q Send-Q Local Address           Foreign Address         State
            tcp        0      0 localhost:ssh           localhost:50112         ESTABLISHED
            tcp        0      0 web1.example.com:https  203-0-113-9.exampl:4711 FIN_WAIT2
            tcp6       0      0 2001:db8:11:2222:33:443 2001:db8:11:2222:3:5011 CLOSE_WAIT
            tcp        0      0 10.0.0.5:what-is-this   10.0.0.9:50114          LAST_ACK
            """);
    assertThat(read.rows())
        .containsExactly(
            "established 127.0.0.1:22 -> 127.0.0.1:50112 0/0",
            "fin_wait_2 0.0.0.0:443 -> 0.0.0.0:4711 0/0",
            "close_wait :::443 -> :::5011 0/0",
            "last_ack 10.0.0.5:0 -> 10.0.0.9:50114 0/0");
    assertThat(read.notes())
        .anyMatch(note -> note.contains("port 'what-is-this' is no number and no service"));
  }

  @Test
  void aRowWithoutEndsMakesTheCaptureIncompleteAndIsTold() throws Exception {
    ReadText read =
        ReadText.of(
            """
            Proto Recv-Q Send-Q Local Address           Foreign Address         State
            tcp        0      0 10.0.0.5:22             10.0.0.9:50112          ESTABLISHED
            tcp        0      0
            """);
    assertThat(read.states()).isEqualTo(Map.of(SocketState.ESTABLISHED, 1));
    assertThat(read.capture().complete()).isFalse();
    assertThat(read.notes())
        .anyMatch(note -> note.contains("line 3: a TCP socket without readable addresses"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp6       1      0 2001:db8::5:443         2001:db8::9:50113       CLOSE_W",
        "tcp6       1      0 2001:db8::5:443         2001:db8::9:50",
        "tcp6       1      0 2001:db8",
        "tcp6       1",
        "tcp",
        "tc",
      })
  void aTextThatEndsWithinARowIsIncomplete(String last) throws Exception {
    ReadText read =
        ReadText.of(
            """
            Proto Recv-Q Send-Q Local Address           Foreign Address         State
            tcp        0      0 10.0.0.5:22             10.0.0.9:50112          ESTABLISHED
            """
                + last);
    assertThat(read.states()).containsEntry(SocketState.ESTABLISHED, 1);
    assertThat(read.capture().complete()).isFalse();
    assertThat(read.notes())
        .contains("standard input: it ends in the middle of a line; what was behind is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:((\"sshd\",pid=991",
        "LISTEN 0 128 0.0.0.0:22 0.0",
        "SYN-",
      })
  void aTextOfSsThatEndsWithinARowIsIncomplete(String last) throws Exception {
    ReadText read =
        ReadText.of(
            "State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
                + "ESTAB 0 0 10.0.0.5:22 10.0.0.9:50112\n"
                + last);
    assertThat(read.states()).containsEntry(SocketState.ESTABLISHED, 1);
    assertThat(read.capture().complete()).isFalse();
  }

  @Test
  void aTableOfTheKernelThatEndsWithinARowIsIncomplete() throws Exception {
    ReadText read =
        ReadText.of(
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20571 1 0 100 0 0 10 0
               1: 0500000A:0016 0900000A:C3C0 01 0000""");
    assertThat(read.states()).isEqualTo(Map.of(SocketState.LISTEN, 1, SocketState.ESTABLISHED, 1));
    assertThat(read.capture().complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
          TCP    10.0.0.5:50112    10.0.0.9:443    ESTABLISHED    7
          TCP    [fe80:""",
        """
        USER COMMAND PID FD PROTO LOCAL ADDRESS FOREIGN ADDRESS STATE
        root sshd    991 3  tcp6  *:22          *:*             LISTEN
        root sshd    991""",
        """
        TCP: IPv4
        10.0.0.5.22 10.0.0.9.50112 64128 0 49640 0 ESTABLISHED
        fe80::""",
        """
         0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 20571
         1: 05""",
      })
  void theBeginOfARowIsACut(String text) throws Exception {
    ReadText read = ReadText.of(text);
    assertThat(read.table().size()).isEqualTo(1);
    assertThat(read.capture().complete()).isFalse();
  }

  @Test
  void aLostLineEndIsNoCut() throws Exception {
    assertThat(
            ReadText.of(
                    """
                      TCP    10.0.0.5:50112         10.0.0.9:443           HERGESTELLT
                      TCP    10.0.0.5:50113         10.0.0.9:443           HERGESTELLT""")
                .capture()
                .complete())
        .isTrue();
  }

  @Test
  void aStateWrappedWithinIsNotTheShorterState() throws Exception {
    assertThat(
            ReadText.of(
                    """
                    Proto Recv-Q Send-Q Local Address           Foreign Address         State
                    tcp        0      0 10.0.0.5:22             10.0.0.9:50112          CLOSE
                    _WAIT
                    """)
                .states())
        .isEqualTo(Map.of(SocketState.CLOSE_WAIT, 1));
  }

  @Test
  void aRowWithoutReadableProtocolIsTold() throws Exception {
    ReadText read =
        ReadText.of(
            """
            Proto Recv-Q Send-Q Local Address           Foreign Address         State
            tcp        0      0 10.0.0.5:22             10.0.0.9:50112          ESTABLISHED
            t?p        0      0 10.0.0.5:22             10.0.0.9:50113          ESTABLISHED
            """);
    assertThat(read.states()).isEqualTo(Map.of(SocketState.ESTABLISHED, 1));
    assertThat(read.capture().complete()).isFalse();
  }

  @Test
  void aTableWithoutStatesSaysHowToPrintThem() throws Exception {
    ReadText read =
        ReadText.of(
            """
            USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS
            root     sshd       991   3  tcp6   *:22                  *:*
            """);
    assertThat(read.states()).isEqualTo(Map.of(SocketState.UNKNOWN, 1));
    assertThat(read.notes())
        .contains(
            "text: no row has a state, so all sockets are unknown. Print the states: sockstat -s,"
                + " ss without a filter for one state, netstat without -T, Select-Object State");
  }

  @Test
  void numbersOfStatisticsBehindARowAreNoState() throws Exception {
    assertThat(
            ReadText.of(
                    """
                    Proto Recv-Q Send-Q Local Address           Foreign Address         State
                    tcp        0      0 10.0.0.5:22             10.0.0.9:50112          VERBUNDEN
                    Tcp:
                        3 connections established
                    """)
                .states())
        .isEqualTo(Map.of(SocketState.UNKNOWN, 1));
  }

  @Test
  void oldSsShowsUdpAsTcp() throws Exception {
    assertThat(
            ReadText.of(
                    """
                    Netid State      Recv-Q Send-Q     Local Address:Port       Peer Address:Port
                    tcp   UNCONN     0      0                      *:68                    *:*
                    tcp   LISTEN     0      128                   :::22                   :::*
                    tcp   ESTAB      0      0               10.0.0.5:22             10.0.0.9:50112
                    """)
                .states())
        .isEqualTo(Map.of(SocketState.LISTEN, 1, SocketState.ESTABLISHED, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port\nudp UNCONN 0 0 *:53 *:*",
        "Active Internet connections (servers and established)",
        "Proto Recv-Q Send-Q Local Address Foreign Address State",
        "[]",
      })
  void aTableWithoutTcpIsNoCountOfZero(String text) throws Exception {
    ReadText read = ReadText.of(text, text.equals("[]") ? "powershell" : "ss");
    assertThat(read.states()).isEmpty();
    assertThat(read.capture().complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Total: 161\nTCP:   4 (estab 1, closed 0, orphaned 0, timewait 0)\n",
        "COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME\nsshd 6 root 3u IPv4 1 0t0 TCP *:22\n",
        "Kernel IP routing table\nDestination Gateway Genmask Flags MSS Window irtt Iface\n",
      })
  void tablesOfSomethingElseAreRefused(String text) {
    assertThatThrownBy(() -> ReadText.of(text)).isInstanceOf(SourceUnavailableException.class);
  }

  @Test
  void emptyTextIsNoCountOfZero() {
    assertThatThrownBy(() -> ReadText.of("\n \n"))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessage("standard input is empty: nothing was printed, which is no count of zero");
  }

  @Test
  void whatIsNoTableIsRefusedWithItsBeginAndTheFormats() {
    assertThatThrownBy(() -> ReadText.of("ssh: connect to host web1 port 22: timed out\n"))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessage(
            "standard input is in no format that is known. It begins with: 'ssh: connect to host"
                + " web1 port 22: timed out'. Name the format with --format: auto, ss,"
                + " netstat-linux, netstat-freebsd, netstat-openbsd, netstat-netbsd, netstat-macos,"
                + " netstat-aix, netstat-solaris, netstat-windows, sockstat, procfs, powershell");
  }

  @Test
  void hostileNamesStayText() throws Exception {
    ReadText read =
        ReadText.of(
            """
            State    Recv-Q Send-Q Local Address:Port     Peer Address:Port Process
            ESTAB    0      0      10.0.0.5:443           10.0.0.9:50112 users:(("a b),(\\u001b[31m<script>",pid=7,fd=3))
            """);
    assertThat(read.states()).isEqualTo(Map.of(SocketState.ESTABLISHED, 1));
  }
}
