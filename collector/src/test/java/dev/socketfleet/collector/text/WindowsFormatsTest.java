package dev.socketfleet.collector.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.model.SocketState;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** netstat and PowerShell of Windows. */
class WindowsFormatsTest {

  private static final String WITH_PROGRAMS =
      """

      Active Connections

        Proto  Local Address          Foreign Address        State           PID
        TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       968
        RpcSs
       [svchost.exe]
        TCP    0.0.0.0:445            0.0.0.0:0              LISTENING       4
       Can not obtain ownership information
        TCP    10.0.0.5:50112         10.0.0.9:443           CLOSE_WAIT      5120
       [firefox.exe]
        TCP    10.0.0.5:50113         10.0.0.9:443           TIME_WAIT       0
        TCP    [::]:135               [::]:0                 LISTENING       968
        RpcSs
       [svchost.exe]
        TCP    [fe80::1%4]:50114      [fe80::2%4]:22         SYN_SENT        5121
       [ssh.exe]
        UDP    0.0.0.0:123            *:*                                    1200
        W32Time
       [svchost.exe]
      """;

  @Test
  void netstatWithProgramsBelowTheRows() throws Exception {
    assertThat(ReadText.of(WITH_PROGRAMS).rows())
        .containsExactly(
            "listen 0.0.0.0:135 -> 0.0.0.0:0 process svchost.exe (968)",
            "listen 0.0.0.0:445 -> 0.0.0.0:0 process System (4)",
            "close_wait 10.0.0.5:50112 -> 10.0.0.9:443 process firefox.exe (5120)",
            "time_wait 10.0.0.5:50113 -> 10.0.0.9:443",
            "listen :::135 -> :::0 process svchost.exe (968)",
            "syn_sent fe80::1:50114 -> fe80::2:22 process ssh.exe (5121)");
  }

  @Test
  void utf16OfARedirectionInPowerShell() throws Exception {
    byte[] text =
        ("\ufeff" + WITH_PROGRAMS.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_16LE);
    assertThat(ReadText.of(text, TextFormats.AUTO).rows())
        .isEqualTo(ReadText.of(WITH_PROGRAMS).rows());
  }

  @Test
  void everyNameOfAState() throws Exception {
    assertThat(
            ReadText.of(
                    """
                      Proto  Local Address    Foreign Address   State
                      TCP    10.0.0.5:1       10.0.0.9:9        SYN_RECEIVED
                      TCP    10.0.0.5:2       10.0.0.9:9        SYN_SENT
                      TCP    10.0.0.5:3       10.0.0.9:9        ESTABLISHED
                      TCP    10.0.0.5:4       10.0.0.9:9        FIN_WAIT_1
                      TCP    10.0.0.5:5       10.0.0.9:9        FIN_WAIT_2
                      TCP    10.0.0.5:6       10.0.0.9:9        CLOSE_WAIT
                      TCP    10.0.0.5:7       10.0.0.9:9        CLOSING
                      TCP    10.0.0.5:8       10.0.0.9:9        LAST_ACK
                      TCP    10.0.0.5:9       10.0.0.9:9        TIME_WAIT
                      TCP    10.0.0.5:10      0.0.0.0:0         BOUND
                      TCP    10.0.0.5:11      0.0.0.0:0         LISTENING
                    """)
                .states()
                .values())
        .hasSize(11)
        .containsOnly(1);
  }

  @Test
  void statesInAnotherLanguageAreUnknownAndTold() throws Exception {
    ReadText read =
        ReadText.of(
            """
            Aktive Verbindungen

              Proto  Lokale Adresse         Remoteadresse          Status
              TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN
              TCP    10.0.0.5:50112         10.0.0.9:443           HERGESTELLT
              TCP    10.0.0.5:50113         10.0.0.9:443           SCHLIESSEN_WARTEN
            """);
    assertThat(read.states()).isEqualTo(Map.of(SocketState.UNKNOWN, 3));
    assertThat(read.capture().complete()).isTrue();
    assertThat(read.notes())
        .contains(
            "standard input line 4: state 'ABHÖREN' is not known. The socket was counted as unknown:"
                + " TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN");
  }

  @Test
  void powerShellByNumberAndByName() throws Exception {
    ReadText read =
        ReadText.of(
            """
            [
              {"CimClass": {"CimClassName": "MSFT_NetTCPConnection", "State": 1},
               "LocalAddress": "::", "LocalPort": 445, "RemoteAddress": "::", "RemotePort": 0,
               "State": 2, "OwningProcess": 4},
              {"LocalAddress": "10.0.0.5", "LocalPort": 50112, "RemoteAddress": "10.0.0.9",
               "RemotePort": 443, "State": "CloseWait", "OwningProcess": 5120},
              {"LocalAddress": "10.0.0.5", "LocalPort": 50113, "RemoteAddress": "0.0.0.0",
               "RemotePort": 0, "State": 100, "OwningProcess": 5121}
            ]
            """);
    assertThat(read.rows())
        .containsExactly(
            "listen :::445 -> :::0 process System (4)",
            "close_wait 10.0.0.5:50112 -> 10.0.0.9:443 process pid 5120 (5120)",
            "bound 10.0.0.5:50113 -> 0.0.0.0:0 process pid 5121 (5121)");
  }

  @Test
  void powerShellWithOneConnectionAndWithAnOldWrapper() throws Exception {
    String one =
        """
        {"LocalAddress": "10.0.0.5", "LocalPort": 22, "RemoteAddress": "10.0.0.9",
         "RemotePort": 50000, "State": 5, "OwningProcess": 7}
        """;
    assertThat(ReadText.of(one).states()).isEqualTo(Map.of(SocketState.ESTABLISHED, 1));
    assertThat(ReadText.of("{\"value\": [" + one + "," + one + "], \"Count\": 2}").states())
        .isEqualTo(Map.of(SocketState.ESTABLISHED, 2));
  }

  @Test
  void powerShellBetweenPromptsAndWarnings() throws Exception {
    String one = "{\"LocalAddress\": \"::\", \"LocalPort\": 22, \"RemotePort\": 0, \"State\": 2}";
    ReadText read =
        ReadText.of(
            "PS C:\\> Get-NetTCPConnection | ConvertTo-Json\n"
                + "WARNING: Resulting JSON is truncated.\n["
                + one
                + "]\n\nPS C:\\> ");
    assertThat(read.states()).isEqualTo(Map.of(SocketState.LISTEN, 1));
    assertThat(read.capture().complete()).isTrue();
    assertThat(ReadText.of("[" + one + "]\n# next\n[" + one + "]").capture().complete()).isFalse();
  }

  @Test
  void powerShellOfAnotherHostAndWithFewerColumns() throws Exception {
    assertThat(
            ReadText.of(
                    """
                    [{"LocalPort": 22, "State": {"value": 2, "Value": "Listen"}, "PSComputerName": "web1"},
                     {"LocalAddress": "10.0.0.5", "State": 5},
                     {"LocalPort": 443, "RemotePort": 50112}]
                    """)
                .states())
        .isEqualTo(
            Map.of(SocketState.LISTEN, 1, SocketState.ESTABLISHED, 1, SocketState.UNKNOWN, 1));
  }

  @Test
  void aTableOfPowerShellIsRefusedWithWhatToAdd() {
    assertThatThrownBy(
            () ->
                ReadText.of(
                    """
                    LocalAddress LocalPort RemoteAddress RemotePort State       AppliedSetting
                    ------------ --------- ------------- ---------- -----       --------------
                    10.0.0.5     50112     10.0.0.9      443        Established Internet
                    """))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessageEndingWith("Print it as JSON: Get-NetTCPConnection | ConvertTo-Json");
  }

  @Test
  void cutJsonIsIncomplete() throws Exception {
    ReadText read =
        ReadText.of(
            "[{\"LocalAddress\": \"::\", \"LocalPort\": 1, \"State\": 2}, {\"LocalAddress\": \"::");
    assertThat(read.states()).isEqualTo(Map.of(SocketState.LISTEN, 1));
    assertThat(read.capture().complete()).isFalse();
    assertThat(read.notes()).anyMatch(note -> note.contains("the JSON is cut or broken in line 1"));
  }
}
