package dev.socketfleet.collector.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.SocketState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** netstat and sockstat of the BSDs, macOS, AIX and Solaris, option by option. */
class BsdFormatsTest {

  @Test
  void freebsd() throws Exception {
    ReadText read =
        ReadText.of(
            """
            Active Internet connections (including servers)
            Proto Recv-Q Send-Q Local Address          Foreign Address        (state)
            tcp4       0      0 10.0.0.5.22            10.0.0.9.50112         ESTABLISHED
            tcp6       0      0 2001:db8::5.443        2001:db8::9.50113      CLOSE_WAIT
            tcp4       0      0 *.22                   *.*                    LISTEN
            tcp6       0      0 *.22                   *.*                    LISTEN
            tcp46      0      0 *.8080                 *.*                    LISTEN
            tcp4       0      0 10.0.0.5.80            10.0.0.9.50114         SYN_RCVD
            tcp4       0     52 10.0.0.5.80            10.0.0.9.50115         FIN_WAIT_1
            udp4       0      0 *.514                  *.*
            """);
    assertThat(read.rows())
        .containsExactly(
            "established 10.0.0.5:22 -> 10.0.0.9:50112 0/0",
            "close_wait 2001:db8::5:443 -> 2001:db8::9:50113 0/0",
            "listen 0.0.0.0:22 -> 0.0.0.0:0",
            "listen :::22 -> :::0",
            "listen :::8080 -> :::0",
            "syn_received 10.0.0.5:80 -> 10.0.0.9:50114 0/0",
            "fin_wait_1 10.0.0.5:80 -> 10.0.0.9:50115 0/52");
  }

  @Test
  void freebsdWithAddressesOfBlocksBeforeTheRows() throws Exception {
    assertThat(
            states(
                """
                Active Internet connections (including servers)
                Tcpcb            Proto Recv-Q Send-Q Local Address      Foreign Address    (state)
                fffff8000aa27000 tcp4       0      0 10.0.0.5.22        10.0.0.9.50112     ESTABLISHED
                fffff8000aa27c00 tcp4       0      0 *.22               *.*                LISTEN
                """))
        .isEqualTo(Map.of(SocketState.ESTABLISHED, 1, SocketState.LISTEN, 1));
  }

  @Test
  void freebsdWithBuffersAndTimersBehindTheState() throws Exception {
    assertThat(
            states(
                """
                Active Internet connections (including servers)
                Proto Recv-Q Send-Q Local Address    Foreign Address  R-HIWA S-HIWA R-LOWA (state)     rexmt persist keep
                tcp4       0      0 10.0.0.5.22      10.0.0.9.50112    66608  33304      1 ESTABLISHED  0.00    0.00 7199.91
                tcp4       0      0 10.0.0.5.9000    10.0.0.9.50117    66608  33304      1 TIME_WAIT    0.00    0.00 0.00
                """))
        .isEqualTo(Map.of(SocketState.ESTABLISHED, 1, SocketState.TIME_WAIT, 1));
  }

  @Test
  void freebsdListenQueues() throws Exception {
    assertThat(
            ReadText.of(
                    """
                    Current listen queue sizes (qlen/incqlen/maxqlen)
                    Proto Listen                           Local Address
                    tcp4  3/0/128                          *.22
                    tcp6  0/0/128                          *.22
                    """,
                    "netstat-freebsd")
                .rows())
        .containsExactly("listen 0.0.0.0:22 -> 0.0.0.0:0 3/128", "listen :::22 -> 0.0.0.0:0 0/128");
  }

  @Test
  void sockstatCountsASocketOfSeveralDescriptorsOnce() throws Exception {
    ReadText read =
        ReadText.of(
            """
            USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS       STATE
            root     sshd       991   3  tcp6   *:22                  *:*                   LISTEN
            root     sshd       991   4  tcp4   *:22                  *:*                   LISTEN
            www      nginx      1201  8  tcp4   10.0.0.5:80           10.0.0.9:50114        CLOSE_WAIT
            www      nginx      1202  8  tcp4   10.0.0.5:80           10.0.0.9:50114        CLOSE_WAIT
            root     syslogd    801   6  udp4   *:514                 *:*
            ?        ?          ?     ?  tcp4   10.0.0.5:22           10.0.0.9:50120        TIME_WAIT
            """);
    assertThat(read.states())
        .isEqualTo(
            Map.of(SocketState.LISTEN, 2, SocketState.CLOSE_WAIT, 1, SocketState.TIME_WAIT, 1));
    assertThat(read.format()).isEqualTo("sockstat");
    assertThat(read.rows().get(2)).contains("nginx");
  }

  @Test
  void macosOfAllAges() throws Exception {
    String head = "Active Internet connections (including servers)\n";
    for (String text :
        List.of(
            """
            Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
            tcp4       0      0  10.0.0.5.50112         10.0.0.9.443           ESTABLISHED
            tcp46      0      0  *.8080                 *.*                    LISTEN
            udp4       0      0  *.*                    *.*
            """,
            """
            Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)     rhiwat shiwat    pid   epid  state    options
            tcp4       0      0  10.0.0.5.50112         10.0.0.9.443           ESTABLISHED 131072 131072    612      0 0x0102 0x00000020
            tcp46      0      0  *.8080                 *.*                    LISTEN      131072 131072   1040      0 0x0180 0x00000006
            udp4       0      0  *.*                    *.*                                786896   9216    301      0 0x0000 0x00000000
            """,
            """
            Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)      rxbytes      txbytes  rhiwat  shiwat          process:pid    state  options
            tcp4       0      0  10.0.0.5.50112         10.0.0.9.443           ESTABLISHED     8120         2390  131072  131072  Google Chrome He:612   00102 00000020
            tcp46      0      0  *.8080                 *.*                    LISTEN             0            0  131072  131072             java:1040   00180 00000006
            """)) {
      ReadText read = ReadText.of(head + text);
      assertThat(read.states())
          .as(text)
          .isEqualTo(Map.of(SocketState.ESTABLISHED, 1, SocketState.LISTEN, 1));
      assertThat(read.format()).isEqualTo("netstat-macos");
    }
  }

  @Test
  void openbsdAndNetbsd() throws Exception {
    assertThat(
            states(
                """
                Active Internet connections (including servers)
                Proto   Recv-Q Send-Q  Local Address          Foreign Address        TCP-State
                tcp          0      0  10.0.0.5.22            10.0.0.9.50112         ESTABLISHED
                tcp          0      0  *.22                   *.*                    LISTEN
                tcp          0      0  127.0.0.1.3301         127.0.0.1.25           TIME_WAIT
                Active Internet connections (including servers)
                Proto   Recv-Q Send-Q  Local Address          Foreign Address        (state)
                udp          0      0  *.514                  *.*
                Active Internet6 connections (including servers)
                Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
                tcp6       0      0  *.22                   *.*                    LISTEN
                """))
        .isEqualTo(
            Map.of(SocketState.ESTABLISHED, 1, SocketState.LISTEN, 2, SocketState.TIME_WAIT, 1));
  }

  @Test
  void aixWithAddressesOfBlocks() throws Exception {
    assertThat(
            states(
                """
                Active Internet connections (including servers)
                PCB/ADDR         Proto Recv-Q Send-Q  Local Address      Foreign Address    (state)
                f1000e00059c63b8 tcp4       0      0  *.22               *.*                LISTEN
                f1000e0001a9bbb8 tcp        0      0  10.0.0.5.1521      10.0.0.9.33010     CLOSE_WAIT
                f1000e0001a9cbb8 udp        0      0  *.514              *.*
                Active UNIX domain sockets
                SADR/PCB         Type   Recv-Q Send-Q Inode            Conn             Refs             Nextref          Addr
                f1000e00059aa808 stream      0      0 f1000a0160a7d020 0                0                0                /dev/SRC
                """))
        .isEqualTo(Map.of(SocketState.LISTEN, 1, SocketState.CLOSE_WAIT, 1));
  }

  @Test
  void illumosWithTheProcesses() throws Exception {
    ReadText read =
        ReadText.of(
            """
            UDP: IPv4
                  Local Address        Remote Address     User    Pid      Command       State
            -------------------- -------------------- -------- ------ -------------- ----------
                  *.514                                root        301 /usr/sbin/syslogd Idle

            TCP: IPv4
               Local Address        Remote Address     User    Pid     Command     Swind  Send-Q  Rwind  Recv-Q    State
            -------------------- -------------------- -------- ------ ------------- ------- ------ ------- ------ -----------
            *.22                 *.*                  root        611 /usr/lib/ssh/sshd       0      0 1048576      0 LISTEN
            10.0.0.5.22          10.0.0.9.50112       root       1711 /usr/lib/ssh/sshd   64128      7 1049740      3 ESTABLISHED

            TCP: IPv6
               Local Address                     Remote Address                 Swind Send-Q Rwind Recv-Q   State      If
            --------------------------------- --------------------------------- ----- ------ ----- ------ ----------- -----
            *.22                              *.*                                   0      0 128000      0 LISTEN
            """);
    assertThat(read.states()).isEqualTo(Map.of(SocketState.LISTEN, 2, SocketState.ESTABLISHED, 1));
    assertThat(read.rows().get(1)).contains(" 3/7 ").contains("1711");
  }

  @Test
  void listenQueuesOfMacosHaveNoProtocol() throws Exception {
    ReadText read =
        ReadText.of(
            """
            Current listen queue sizes (qlen/incqlen/maxqlen)
            Listen         Local Address
            0/0/128        *.22
            1/0/128        ::1.631
            """);
    assertThat(read.rows())
        .containsExactly(
            "listen 0.0.0.0:22 -> 0.0.0.0:0 0/128", "listen ::1:631 -> 0.0.0.0:0 1/128");
  }

  @Test
  void aixWithTheOptionsOfEachSocketIsNotSolaris() throws Exception {
    ReadText read =
        ReadText.of(
            """
            Active Internet connections (including servers)
            Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
            tcp4       0      0  *.22                   *.*                    LISTEN

               so_options: (ACCEPTCONN|REUSEADDR)
               q0len:0 qlen:0 qlimit:10 so_state: (PRIV)
               sndbuf:
                hiwat:16384 lowat:4096 mbcnt:0 mbmax:65536
               TCP:
                mss:512 flags: (NODELAY)

            tcp4       0      0  loopback.smux          loopback.50112         ESTABLISHED

               so_options: (REUSEADDR)
            """);
    assertThat(read.format()).isEqualTo("netstat-aix");
    assertThat(read.rows())
        .containsExactly(
            "listen 0.0.0.0:22 -> 0.0.0.0:0", "established 127.0.0.1:199 -> 127.0.0.1:50112 0/0");
    assertThat(read.capture().complete()).isTrue();
  }

  @Test
  void solaris7HasSectionsWithoutAColon() throws Exception {
    assertThat(
            states(
                """
                UDP
                   Local Address         Remote Address     State
                -------------------- -------------------- -------
                10.0.0.5.53          10.0.0.9.53          Connected

                TCP
                   Local Address        Remote Address    Swind Send-Q Rwind Recv-Q  State
                -------------------- -------------------- ----- ------ ----- ------ -------
                *.*                  *.*                      0      0     0      0 IDLE
                10.0.0.5.23          10.0.0.9.1042         8760      0  8760      0 ESTABLISHED
                """))
        .isEqualTo(Map.of(SocketState.BOUND, 1, SocketState.ESTABLISHED, 1));
  }

  @Test
  void solarisBoundAndIdleSocketsAreNotListeners() throws Exception {
    assertThat(
            states(
                """
                TCP: IPv4
                   Local Address        Remote Address    Swind Send-Q Rwind Recv-Q    State
                -------------------- -------------------- ----- ------ ----- ------ -----------
                *.*                  *.*                      0      0 49152      0 IDLE
                *.7100               *.*                      0      0 49152      0 BOUND
                *.7101               *.*                      0      0 49152      0 LISTEN
                """))
        .isEqualTo(Map.of(SocketState.BOUND, 2, SocketState.LISTEN, 1));
  }

  private static Map<SocketState, Integer> states(String text) throws Exception {
    ReadText read = ReadText.of(text);
    assertThat(read.capture().complete()).as("%s", read.notes()).isTrue();
    return read.states();
  }
}
