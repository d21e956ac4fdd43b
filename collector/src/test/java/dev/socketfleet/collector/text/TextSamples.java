package dev.socketfleet.collector.text;

import java.util.LinkedHashMap;
import java.util.Map;

/** A table of each format as its tool lays it out; wide ones, so that terminals wrap them. */
final class TextSamples {

  private static final String SS =
      """
      State       Recv-Q  Send-Q                                  Local Address:Port                                    Peer Address:Port   Process
      LISTEN      0       128                                           0.0.0.0:22                                           0.0.0.0:*       users:(("sshd",pid=991,fd=3)) ino:20571 sk:1 <->
      ESTAB       0       36                                           10.0.0.5:22                                          10.0.0.9:50112   users:(("sshd",pid=1711,fd=4),("sshd",pid=1700,fd=4)) timer:(on,204ms,0) ino:20572 sk:2 <->
      TIME-WAIT   0       0                                            10.0.0.5:443                                         10.0.0.9:50113   timer:(timewait,44sec,0) ino:0 sk:3
      CLOSE-WAIT  1       0              [2001:db8:1111:2222:3333:4444:5555:6666]:8443        [2001:db8:1111:2222:3333:4444:5555:7777]:50114   users:(("java",pid=2201,fd=77)) ino:20573 sk:4 -->
      SYN-SENT    0       1                                       10.0.0.5%eth0:50115                                       10.0.0.9:443
      LISTEN      0       4096                                           [::]:443                                               [::]:*       users:(("nginx",pid=7,fd=6)) ino:20574 sk:5 v6only:1 <->
      FIN-WAIT-2  0       0                                   [::ffff:10.0.0.5]:443                               [::ffff:10.0.0.9]:50116
      """;

  private static final String SS_OF_ALL =
      """
      Netid  State      Recv-Q Send-Q     Local Address:Port       Peer Address:Port
      nl     UNCONN     0      0                   rtnl:kernel                 *
      u_str  ESTAB      0      0                      * 20572                  * 20573
      ???    UNCONN     0      0                      *:ipv6-icmp              *:*
      udp    UNCONN     0      0          127.0.0.53%lo:53              0.0.0.0:*
      udp    ESTAB      0      0               10.0.0.5:68             10.0.0.1:67
      tcp    LISTEN     0      128                    *:22                     *:*
      tcp    ESTAB      0      0               10.0.0.5:22             10.0.0.9:50112
      tcp    LAST-ACK   0      1        ::ffff:10.0.0.5:443     ::ffff:10.0.0.9:50113
      sctp   LISTEN     0      0               10.0.0.5:80              0.0.0.0:*
      """;

  private static final String LINUX =
      """
      Active Internet connections (servers and established)
      Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      PID/Program name     Timer
      tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      0          20571      991/sshd             off (0.00/0/0)
      tcp        0     36 10.0.0.5:22             10.0.0.9:50112          ESTABLISHED 0          20572      1711/sshd: root@pts  on (0.23/0/0)
      tcp        0      0 10.0.0.5:443            10.0.0.9:50113          TIME_WAIT   0          0          -                    timewait (44.31/0/0)
      tcp        0      1 10.0.0.5:443            10.0.0.9:50117          FIN_WAIT1   0          0          -                    on (0.20/0/0)
      tcp6       1      0 2001:db8:1111:2222:8443 2001:db8:1111:222:50114 CLOSE_WAIT  1000       20573      2201/java            off (0.00/0/0)
      tcp6       0      0 :::443                  :::*                    LISTEN      0          20574      7/nginx              off (0.00/0/0)
      udp        0      0 10.0.0.5:68             10.0.0.1:67             ESTABLISHED 0          20575      301/dhclient         off (0.00/0/0)
      raw6       0      0 :::58                   :::*                    7           0          20576      302/radvd            off (0.00/0/0)
      Active UNIX domain sockets (servers and established)
      Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path
      unix  2      [ ACC ]     STREAM     LISTENING     20577    1/systemd            /run/a
      unix  3      [ ]         STREAM     CONNECTED     20578    991/sshd
      """;

  private static final String FREEBSD =
      """
      Active Internet connections (including servers)
      Tcpcb            Proto Recv-Q Send-Q Local Address          Foreign Address        R-HIWA S-HIWA (state)      rexmt persist    keep
      fffff80003df43d0 tcp4       0      0 10.0.0.5.22            10.0.0.9.50112          66608  33304 ESTABLISHED   0.00    0.00 7199.91
      fffff80003df47a0 tcp4       0      0 127.0.0.1.25           *.*                         0      0 LISTEN        0.00    0.00    0.00
      fffff80003df4b70 tcp6       0      0 *.443                  *.*                         0      0 LISTEN        0.00    0.00    0.00
      fffff80003df0000 tcp6       0      0 2001:db8:1111:22.8443  2001:db8:1111:22.50114  66608  33304 CLOSE_WAIT    0.00    0.00    0.00
      fffff80003df0400 tcp4       0      0 10.0.0.5.443           10.0.0.9.50113          66608  33304 FIN_WAIT_2    0.00    0.00   60.00
      fffff80003ae81e8 udp4       0      0 *.514                  *.*                     42080   9216
      Active UNIX domain sockets
      Address          Type   Recv-Q Send-Q            Inode             Conn             Refs          Nextref Addr
      fffff80003ab6200 stream      0      0                0 fffff80003ab6100                0                0
      """;

  private static final String MACOS =
      """
      Active Internet connections (including servers)
      Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)      rxbytes      txbytes  rhiwat  shiwat    process:pid    state  options           gencnt    flags
      tcp4       0      0  10.0.0.5.50112         10.0.0.9.443           ESTABLISHED     8120         2390  131072  131072  Google Chrome He:612   00102 00000020 0000000000000037 00000081
      tcp6       0      0  2001:db8:1111:22.50113 2001:db8:1111:22.443   CLOSE_WAIT         0            0  131072  131072            2.1.8:613   00102 00000020 0000000000000038 00000081
      tcp46      0      0  *.8080                 *.*                    LISTEN             0            0  131072  131072             java:1040  00180 00000006 0000000000000039 00000001
      tcp4       0      0  10.0.0.5.50114         10.0.0.9.443           SYN_SENT           0            0  131072  131072             curl:1041  00104 00000000 000000000000003a 00000001
      udp4       0      0  *.*                    *.*                                       0            0  786896    9216      mDNSResponde:301   00100 00000000 000000000000003b 00000000
      """;

  private static final String AIX =
      """
      Active Internet connections (including servers)
      PCB/ADDR         Proto Recv-Q Send-Q  Local Address      Foreign Address    (state)
      f1000e00059c63b8 tcp4       0      0  *.22               *.*                LISTEN
      f1000e0001a9bbb8 tcp        0      0  10.0.0.5.1521      10.0.0.9.33010     CLOSE_WAIT
      f1000e0001a9cbb8 tcp4       0      0  10.0.0.5.1521      10.0.0.9.33011     ESTABLISHED
      f1000e0001a9dbb8 udp        0      0  *.514              *.*
      Active UNIX domain sockets
      SADR/PCB         Type   Recv-Q Send-Q Inode            Conn             Refs             Nextref          Addr
      f1000e00059aa808 stream      0      0 f1000a0160a7d020 0                0                0                /dev/SRC
      """;

  private static final String SOLARIS =
      """
      UDP: IPv4
         Local Address        Remote Address      State
      -------------------- -------------------- ----------
      10.0.0.5.53          10.0.0.9.53          Connected

      TCP: IPv4
         Local Address        Remote Address    Swind  Send-Q  Rwind  Recv-Q    State
      -------------------- -------------------- ------ ------ ------- ------ -----------
      *.22                 *.*                       0      0 1048576      0 LISTEN
      10.0.0.5.22          10.0.0.9.50112        64128      7 1049740      3 ESTABLISHED
      10.0.0.5.443         10.0.0.9.50113        64128      0 1049740      0 TIME_WAIT
      *.7100               *.*                       0      0   49152      0 BOUND

      TCP: IPv6
         Local Address                     Remote Address                   Swind  Send-Q  Rwind  Recv-Q   State      If
      --------------------------------- --------------------------------- ------- ------ ------- ------ ----------- -----
      fe80::1.443                       fe80::9.50114                       64128      0 1049740      0 CLOSE_WAIT  net0

      SCTP:
              Local Address                   Remote Address          Swind  Send-Q Rwind  Recv-Q StrsI/O  State
      ------------------------------- ------------------------------- ------ ------ ------ ------ ------- -----------
      0.0.0.0                         0.0.0.0                              0      0 102400      0  32/32  CLOSED
      """;

  private static final String WINDOWS =
      """
        Proto  Local Address          Foreign Address        State           PID
        TCP    0.0.0.0:22             0.0.0.0:0              LISTENING       968
        TCP    10.0.0.5:50112         10.0.0.9:443           ESTABLISHED     5120
        TCP    10.0.0.5:50113         10.0.0.9:443           TIME_WAIT       0
        TCP    [::]:443               [::]:0                 LISTENING       4
        TCP    [2001:db8:1111:2222:3333:4444:5555:6666]:50114  [2001:db8:1111:2222:3333:4444:5555:7777]:443  CLOSE_WAIT      5121
        UDP    0.0.0.0:123            *:*                                    1200
      """;

  private static final String SOCKSTAT =
      """
      USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS                                FOREIGN ADDRESS                              STATE
      root     sshd       991   3  tcp6   *:22                                         *:*                                          LISTEN
      root     sshd       991   4  tcp4   *:22                                         *:*                                          LISTEN
      www      nginx      1201  8  tcp4   10.0.0.5:443                                 10.0.0.9:50114                               CLOSE_WAIT
      www      nginx      1202  8  tcp4   10.0.0.5:443                                 10.0.0.9:50114                               CLOSE_WAIT
      www      nginx      1202  9  tcp6   2001:db8:1111:2222:3333:4444:5555:6666:443   2001:db8:1111:2222:3333:4444:5555:7777:50115 ESTABLISHED
      root     syslogd    801   6  udp4   *:514                                        *:*
      root     syslogd    801   7  dgram  /var/run/log
      ?        ?          ?     ?  tcp4   10.0.0.5:22                                  10.0.0.9:50120                               TIME_WAIT
      """;

  private static final String PROCFS =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20571 1 ffff8800b8b1c000 100 0 0 10 0
         1: 0500000A:0016 0900000A:C3C0 01 00000000:00000000 02:0009C2B3 00000000     0        0 20572 2 ffff8800b8b1d000 20 4 30 10 -1
         2: 0500000A:01BB 0900000A:C3C1 06 00000000:00000000 03:00000F2C 00000000     0        0 0 3 ffff8800b8b1e000
        sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20573 1 ffff8800b8b1f000 100 0 0 10 0
         1: 0000000000000000FFFF00000500000A:01BB 0000000000000000FFFF00000900000A:C3C2 08 00000000:00000001 00:00000000 00000000  1000        0 20574 1 ffff8800b8b1f800 20 4 30 10 -1
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
        53: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 20575 2 ffff8800b8b20000 0
      """;

  private TextSamples() {}

  /** Tables of lines by the name of their format; {@code ss -a} beside {@code ss -t}. */
  static Map<String, String> all() {
    Map<String, String> samples = new LinkedHashMap<>();
    samples.put("ss", SS);
    samples.put("ss of all", SS_OF_ALL);
    samples.put("netstat-linux", LINUX);
    samples.put("netstat-freebsd", FREEBSD);
    samples.put("netstat-macos", MACOS);
    samples.put("netstat-aix", AIX);
    samples.put("netstat-solaris", SOLARIS);
    samples.put("netstat-windows", WINDOWS);
    samples.put("sockstat", SOCKSTAT);
    samples.put("procfs", PROCFS);
    return samples;
  }
}
