package dev.socketfleet.collector.source.namespace;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpCountersTest {

  /** Shortened from a Linux 6.18 host. */
  private static final String NETSTAT =
      """
      TcpExt: SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts ListenOverflows \
      ListenDrops TCPReqQFullDoCookies TCPReqQFullDrop TCPTimeouts
      TcpExt: 11 12 13 99 14 15 16 17 98
      IpExt: InNoRoutes InTruncatedPkts
      IpExt: 1 2
      """;

  private static final String SNMP =
      """
      Ip: Forwarding DefaultTTL
      Ip: 1 64
      Tcp: RtoAlgorithm MaxConn ActiveOpens AttemptFails EstabResets CurrEstab RetransSegs OutRsts
      Tcp: 1 -1 5 21 22 6 23 24
      """;

  @TempDir private Path net;

  @Test
  void readsTheCountersByTheirNamesInTheSnapshot() throws IOException {
    Files.writeString(net.resolve("netstat"), NETSTAT);
    Files.writeString(net.resolve("snmp"), SNMP);
    assertThat(TcpCounters.read(net))
        .containsOnly(
            entry("syncookiesSent", 11L),
            entry("syncookiesRecv", 12L),
            entry("syncookiesFailed", 13L),
            entry("listenOverflows", 14L),
            entry("listenDrops", 15L),
            entry("reqQFullDoCookies", 16L),
            entry("reqQFullDrop", 17L),
            entry("attemptFails", 21L),
            entry("estabResets", 22L),
            entry("retransSegs", 23L),
            entry("outRsts", 24L));
  }

  @Test
  void whatIsNotToldIsAbsentNotZero() throws IOException {
    Files.writeString(net.resolve("netstat"), "TcpExt: ListenDrops ListenOverflows\nTcpExt: x 4\n");
    assertThat(TcpCounters.read(net)).containsOnlyKeys("listenOverflows");
  }

  @Test
  void namesWithoutValuesAndMissingFilesGiveNothing() throws IOException {
    assertThat(TcpCounters.read(net)).isEmpty();
    Files.writeString(net.resolve("netstat"), "TcpExt: ListenDrops\n");
    assertThat(TcpCounters.read(net)).isEmpty();
  }
}
