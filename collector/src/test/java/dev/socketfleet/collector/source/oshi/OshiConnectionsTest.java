package dev.socketfleet.collector.source.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.TableText;
import dev.socketfleet.common.model.SocketState;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;

class OshiConnectionsTest {

  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final byte[] NOWHERE = {};

  private final SocketTable table = new SocketTable();

  @Test
  void leavesOutUdp() {
    add("udp4", LOCALHOST, 53, NOWHERE, TcpState.NONE, true);
    add("udp6", new byte[16], 53, NOWHERE, TcpState.NONE, true);
    assertThat(table.size()).isZero();
  }

  @Test
  void readsAddressesOfBothFamiliesAndOfNone() {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 5};
    byte[] global = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
    add("tcp4", LOCALHOST, 80, LOCALHOST, TcpState.ESTABLISHED, true);
    add("tcp6", mapped, 81, mapped, TcpState.ESTABLISHED, true);
    add("tcp46", global, 82, global, TcpState.CLOSE_WAIT, true);
    add("tcp4", NOWHERE, 83, NOWHERE, TcpState.CLOSED, true);
    add("tcp6", NOWHERE, 84, NOWHERE, TcpState.CLOSED, true);
    assertThat(TableText.rows(table))
        .containsExactly(
            "established 4 127.0.0.1:80 127.0.0.1:9 q=2/1 uid=-1 inode=0",
            "established 6 10.0.0.5:81 10.0.0.5:9 q=2/1 uid=-1 inode=0",
            "close_wait 6 2001:db8::9:82 2001:db8::9:9 q=2/1 uid=-1 inode=0",
            "closed 4 0.0.0.0:83 0.0.0.0:9 q=2/1 uid=-1 inode=0",
            "closed 6 :::84 :::9 q=2/1 uid=-1 inode=0");
    assertThat(table.pid(0)).isEqualTo(77);
  }

  @Test
  void readsAListenersQueueOnlyWhereTheSystemTellsIt() {
    add("tcp4", LOCALHOST, 80, NOWHERE, TcpState.LISTEN, true);
    add("tcp4", LOCALHOST, 80, NOWHERE, TcpState.LISTEN, false);
    assertThat(table.receiveQueue(0)).isEqualTo(2);
    assertThat(table.sendQueue(0)).isEqualTo(SocketTable.UNKNOWN);
    assertThat(table.receiveQueue(1)).isEqualTo(SocketTable.UNKNOWN);
  }

  @Test
  void mapsEveryStateByItsNameOrToUnknown() {
    assertThat(Arrays.stream(TcpState.values()).map(OshiConnections::stateOf))
        .doesNotContainNull()
        .contains(SocketState.SYN_RECEIVED, SocketState.FIN_WAIT_1, SocketState.TIME_WAIT);
    assertThat(OshiConnections.stateOf(TcpState.SYN_RECV)).isEqualTo(SocketState.SYN_RECEIVED);
    assertThat(OshiConnections.stateOf(TcpState.NONE)).isEqualTo(SocketState.UNKNOWN);
    assertThat(OshiConnections.stateOf(TcpState.UNKNOWN)).isEqualTo(SocketState.UNKNOWN);
    assertThat(OshiConnections.stateOf(null)).isEqualTo(SocketState.UNKNOWN);
  }

  private void add(
      String type, byte[] local, int port, byte[] remote, TcpState state, boolean queuesTold) {
    OshiConnections.add(
        new IPConnection(type, local, port, remote, 9, state, 1, 2, 77), queuesTold, table);
  }
}
