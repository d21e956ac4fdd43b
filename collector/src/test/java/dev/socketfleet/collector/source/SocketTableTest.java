package dev.socketfleet.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.SocketState;
import org.junit.jupiter.api.Test;

class SocketTableTest {

  private static final long LOCALHOST = SocketAddresses.ipv4Low(0x7f000001);

  private final SocketTable table = new SocketTable();

  @Test
  void keepsEveryColumnOfARowAndGrowsOnDemand() {
    for (int i = 0; i < 5000; i++) {
      fill(i);
    }
    assertThat(table.size()).isEqualTo(5000);
    for (int row = 0; row < 5000; row++) {
      assertThat(table.localPort(row)).isEqualTo(row);
      assertThat(table.remotePort(row)).isEqualTo(65535 - row);
      assertThat(table.inode(row)).isEqualTo(row + 1L);
      assertThat(table.cookie(row)).isEqualTo(row + 2L);
      assertThat(table.cgroupId(row)).isEqualTo(row + 3L);
      assertThat(table.uid(row)).isEqualTo(row);
      assertThat(table.receiveQueue(row)).isEqualTo(row + 4);
      assertThat(table.sendQueue(row)).isEqualTo(row + 5);
      assertThat(table.interfaceIndex(row)).isEqualTo(row + 6);
      assertThat(table.pid(row)).isEqualTo(row + 7);
      assertThat(table.v6only(row)).isEqualTo(row & 1);
      assertThat(table.shutdown(row)).isEqualTo(row & 3);
      assertThat(table.state(row)).isEqualTo(SocketState.ESTABLISHED);
      assertThat(table.family(row)).isEqualTo(SocketTable.IPV6);
      assertThat(table.localHigh(row)).isEqualTo(row + 8L);
      assertThat(table.remoteHigh(row)).isEqualTo(row + 9L);
      assertThat(table.localLow(row)).isEqualTo(row + 10L);
      assertThat(table.remoteLow(row)).isEqualTo(row + 11L);
    }
  }

  @Test
  void whatWasNotSetIsUnknownAlsoInAReusedRow() {
    fill(7);
    table.clear();
    int row = table.add(SocketState.LISTEN.code(), SocketTable.IPV4);

    assertThat(row).isZero();
    assertThat(table.uid(row)).isEqualTo(SocketTable.UNKNOWN);
    assertThat(table.pid(row)).isEqualTo(SocketTable.UNKNOWN);
    assertThat(table.v6only(row)).isEqualTo(SocketTable.UNKNOWN);
    assertThat(table.shutdown(row)).isEqualTo(SocketTable.UNKNOWN);
    assertThat(table.receiveQueue(row)).isEqualTo(SocketTable.UNKNOWN);
    assertThat(table.sendQueue(row)).isEqualTo(SocketTable.UNKNOWN);
    assertThat(table.inode(row)).isZero();
    assertThat(table.cookie(row)).isZero();
    assertThat(table.cgroupId(row)).isZero();
    assertThat(table.interfaceIndex(row)).isZero();
    assertThat(table.localPort(row)).isZero();
    assertThat(table.localLow(row)).isZero();
    assertThat(table.remotePort(row)).isZero();
    assertThat(table.remoteLow(row)).isZero();
  }

  @Test
  void readsTheUidAsUnsigned() {
    int row = table.add(SocketState.ESTABLISHED.code(), SocketTable.IPV4);
    table.setUid(row, (int) 4294967294L);
    assertThat(table.uid(row)).isEqualTo(4294967294L);
  }

  @Test
  void removesRowsThatRepeatAConnectionAndKeepsTheFirst() {
    int first = connection(1000, 5);
    table.setInode(first, 11);
    connection(1001, 5);
    int repeated = connection(1000, 5);
    table.setInode(repeated, 12);
    connection(1002, 5);

    assertThat(table.deduplicate()).isEqualTo(1);
    assertThat(table.size()).isEqualTo(3);
    assertThat(table.inode(0)).isEqualTo(11);
    assertThat(table.localPort(1)).isEqualTo(1001);
    assertThat(table.localPort(2)).isEqualTo(1002);
  }

  @Test
  void keepsListenersThatShareAPortAndRemovesTheRepeatedOne() {
    for (long inode : new long[] {21, 22, 21}) {
      int row = table.add(SocketState.LISTEN.code(), SocketTable.IPV4);
      table.setLocal(row, 0, LOCALHOST, 80);
      table.setInode(row, inode);
    }
    assertThat(table.deduplicate()).isEqualTo(1);
    assertThat(table.inode(0)).isEqualTo(21);
    assertThat(table.inode(1)).isEqualTo(22);
  }

  @Test
  void keepsListenersWhoseInodeNobodyTold() {
    for (int i = 0; i < 3; i++) {
      int row = table.add(SocketState.LISTEN.code(), SocketTable.IPV4);
      table.setLocal(row, 0, LOCALHOST, 80);
    }
    assertThat(table.deduplicate()).isZero();
  }

  @Test
  void sameConnectionInTwoNamespacesIsTwoSockets() {
    connection(1000, 5);
    table.enterNamespace(1);
    connection(1000, 5);

    assertThat(table.deduplicate()).isZero();
    assertThat(table.namespaceIndex(0)).isZero();
    assertThat(table.namespaceIndex(1)).isEqualTo(1);
  }

  @Test
  void aListenerAndAConnectionAreDifferentWithoutARemoteEnd() {
    int row = table.add(SocketState.LISTEN.code(), SocketTable.IPV4);
    table.setLocal(row, 0, LOCALHOST, 80);
    table.setInode(row, 5);
    int unknown = table.add(SocketState.UNKNOWN.code(), SocketTable.IPV4);
    table.setLocal(unknown, 0, LOCALHOST, 80);

    assertThat(table.deduplicate()).isZero();
  }

  @Test
  void removesThousandsOfRepetitions() {
    for (int i = 0; i < 40_000; i++) {
      connection(i % 10_000, i % 10_000);
    }
    assertThat(table.deduplicate()).isEqualTo(30_000);
    for (int row = 0; row < 10_000; row++) {
      assertThat(table.localPort(row)).isEqualTo(row);
    }
  }

  @Test
  void truncatingForgetsTheLastRowsOnly() {
    connection(1, 1);
    connection(2, 2);
    table.truncate(1);
    assertThat(table.size()).isEqualTo(1);
    table.truncate(5);
    assertThat(table.size()).isEqualTo(1);
  }

  private int connection(int localPort, int remotePort) {
    int row = table.add(SocketState.ESTABLISHED.code(), SocketTable.IPV4);
    table.setLocal(row, 0, LOCALHOST, localPort);
    table.setRemote(row, 0, LOCALHOST, remotePort);
    return row;
  }

  private void fill(int i) {
    int row = table.add(SocketState.ESTABLISHED.code(), SocketTable.IPV6);
    table.setLocal(row, i + 8L, i + 10L, i);
    table.setRemote(row, i + 9L, i + 11L, 65535 - i);
    table.setQueues(row, i + 4, i + 5);
    table.setUid(row, i);
    table.setInode(row, i + 1L);
    table.setCookie(row, i + 2L);
    table.setCgroupId(row, i + 3L);
    table.setInterfaceIndex(row, i + 6);
    table.setPid(row, i + 7);
    table.setV6only(row, (i & 1) == 1);
    table.setShutdown(row, i & 3);
  }
}
