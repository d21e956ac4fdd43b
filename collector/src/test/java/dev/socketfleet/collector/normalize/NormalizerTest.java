package dev.socketfleet.collector.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.collector.owner.Holder;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizerTest {

  private final Sockets sockets = new Sockets();

  private Group group(String owner, List<Group> groups) {
    return groups.stream()
        .filter(group -> group.owner().toString().equals(owner))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + owner + " in " + groups));
  }

  @Test
  void sumsTheQueuesOfAPortAndNamesTheFullest() {
    Holder nginx = Sockets.unit("nginx.service", 12);
    sockets.listen("0.0.0.0:443").queue(0, 511).heldBy(nginx);
    sockets.listen("0.0.0.0:443").queue(400, 511).heldBy(nginx);
    sockets.listen("[::]:443").queue(1, 511).heldBy(nginx);

    List<Group> groups = sockets.groups();

    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).listen())
        .contains(new ListenQueue(3, 401, 1533, new ListenQueue.Fullest(400, 511)));
  }

  @Test
  void separatesOwnersOfOnePort() {
    sockets.listen("10.0.0.1:80").heldBy(Sockets.unit("a.service", 1));
    sockets.listen("10.0.0.2:80").heldBy(Sockets.unit("b.service", 2));

    assertThat(sockets.groups())
        .extracting(group -> group.owner().toString())
        .containsExactlyInAnyOrder("unit a.service", "unit b.service");
  }

  @Test
  void lendsTheListenersOwnerToServerSocketsThatNobodyHolds() {
    sockets.listen("0.0.0.0:80").heldBy(Sockets.unit("nginx.service", 12));
    sockets.add(SocketState.SYN_RECEIVED, "10.0.0.1:80", "10.0.0.9:40000");
    sockets.add(SocketState.TIME_WAIT, "10.0.0.1:80", "10.0.0.9:40001");
    sockets.established("10.0.0.1:80", "10.0.0.9:40002").heldBy(Holder.ofUser(33));

    List<Group> groups = sockets.groups();

    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).counts().total()).isEqualTo(4);
    assertThat(groups.get(0).owner().toString()).isEqualTo("unit nginx.service");
  }

  @Test
  void keepsTheOwnerOfAListenerThatClosed() {
    sockets.listen("0.0.0.0:80").heldBy(Sockets.unit("nginx.service", 12));
    sockets.groups();
    sockets.add(SocketState.LAST_ACK, "10.0.0.1:80", "10.0.0.9:40000");

    assertThat(sockets.groups().get(0).owner().toString()).isEqualTo("unit nginx.service");
  }

  @Test
  void keepsTheLastOwnerOfAClientByItsCookie() {
    sockets
        .established("10.0.0.1:40000", "10.0.0.9:443")
        .cookie(3)
        .heldBy(Sockets.unit("app.service", 7));
    sockets.groups();
    sockets.add(SocketState.TIME_WAIT, "10.0.0.1:40000", "10.0.0.9:443").cookie(3);
    sockets.add(SocketState.TIME_WAIT, "10.0.0.1:40001", "10.0.0.9:443").cookie(4);

    List<Group> groups = sockets.groups();

    assertThat(group("unit app.service", groups).counts().total()).isEqualTo(1);
    assertThat(group("none", groups).counts().total()).isEqualTo(1);
  }

  @Test
  void namesTheProcessThatHoldsMost() {
    sockets.listen("0.0.0.0:80").heldBy(Sockets.unit("nginx.service", 12));
    Holder worker = Sockets.unit("nginx.service", 13);
    sockets.established("10.0.0.1:80", "10.0.0.9:40000").heldBy(worker);
    sockets.established("10.0.0.1:80", "10.0.0.9:40001").heldBy(worker);

    List<Group> groups = sockets.groups();

    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).process().orElseThrow().pid()).isEqualTo(13);
  }

  @Test
  void tellsTheFiveBusiestPeersOfSuspiciousStates() {
    sockets.listen("0.0.0.0:80");
    for (int peer = 1; peer <= 7; peer++) {
      for (int i = 0; i < peer; i++) {
        sockets.add(SocketState.CLOSE_WAIT, "10.0.0.1:80", "10.0.1." + peer + ":" + (40000 + i));
        sockets.established("10.0.0.1:80", "10.0.2." + peer + ":" + (40000 + i));
      }
    }

    Group group = sockets.groups().get(0);

    assertThat(group.peers()).containsOnlyKeys(SocketState.CLOSE_WAIT);
    assertThat(group.peers().get(SocketState.CLOSE_WAIT))
        .containsExactly(
            new PeerCount("10.0.1.7", 7),
            new PeerCount("10.0.1.6", 6),
            new PeerCount("10.0.1.5", 5),
            new PeerCount("10.0.1.4", 4),
            new PeerCount("10.0.1.3", 3));
  }

  @Test
  void tellsTheAgeOfTheOldestOnceItWasSeenTwice() {
    sockets.listen("0.0.0.0:80");
    sockets.established("10.0.0.1:80", "10.0.0.9:40000").cookie(1);
    assertThat(sockets.groups().get(0).oldestMs()).isEmpty();

    sockets.advance(10_000);
    sockets.listen("0.0.0.0:80");
    sockets.add(SocketState.CLOSE_WAIT, "10.0.0.1:80", "10.0.0.9:40000").cookie(1);
    assertThat(sockets.groups().get(0).oldestMs()).isEmpty();

    sockets.advance(10_000);
    sockets.listen("0.0.0.0:80");
    sockets.add(SocketState.CLOSE_WAIT, "10.0.0.1:80", "10.0.0.9:40000").cookie(1);
    sockets.add(SocketState.CLOSE_WAIT, "10.0.0.1:80", "10.0.0.9:40001").cookie(2);
    assertThat(sockets.groups().get(0).oldestMs())
        .containsOnly(Map.entry(SocketState.CLOSE_WAIT, 10_000L));
  }

  @Test
  void tellsTheBusiestDestinationsOfEphemeralPorts() {
    for (int i = 0; i < 3; i++) {
      sockets.established("10.0.0.1:" + (40000 + i), "10.0.0.9:5432");
    }
    sockets.add(SocketState.TIME_WAIT, "10.0.0.1:40100", "10.0.0.9:5432");
    sockets.established("10.0.0.1:40200", "10.0.0.8:443");
    sockets.established("10.0.0.1:789", "10.0.0.7:2049");
    sockets.listen("0.0.0.0:80");
    sockets.established("10.0.0.1:80", "10.0.0.6:40000");
    sockets.groups();

    assertThat(sockets.last().namespaces().get(0).destinations())
        .containsExactly(
            new Destination("10.0.0.1", "10.0.0.9", 5432, 4),
            new Destination("10.0.0.1", "10.0.0.8", 443, 1));
    assertThat(sockets.last().namespaces().get(1).destinations()).isEmpty();
  }

  @Test
  void countsWhatExceedsTheLimitInOneGroupForEachRole() {
    Sockets limited = new Sockets(4);
    limited.listen("0.0.0.0:22");
    for (int port = 1000; port < 1010; port++) {
      limited.established("10.0.0.1:40000", "10.0.0.9:" + port);
      limited.established("10.0.0.1:" + (port + 1000), "10.0.0.9:40000");
    }
    limited.established("10.0.0.1:40001", "10.0.0.9:1005");

    List<Group> groups = limited.groups();

    assertThat(groups)
        .extracting(group -> group.netns() + " " + group.endpoint() + " " + group.counts().total())
        .containsExactly("host server:22 1", "host client:1005 2", "* server:0 10", "* client:0 9");
    assertThat(groups.get(2).owner()).isEqualTo(Owner.OTHER);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverChangesTheTotals(long seed) {
    Random random = new Random(seed);
    Sockets host = new Sockets(10 + random.nextInt(100));
    for (int round = 0; round < 5; round++) {
      long[] expected = new long[SocketState.COUNT];
      int rows = random.nextInt(3_000);
      for (int i = 0; i < rows; i++) {
        if (i == rows / 2) {
          host.enterOtherNamespace();
        }
        SocketState state = SocketState.ofCode(random.nextInt(SocketState.COUNT));
        expected[state.code()]++;
        Sockets.Row row = host.add(state, end(random), end(random)).cookie(random.nextInt(2_000));
        if (random.nextBoolean()) {
          row.heldBy(Sockets.unit("u" + random.nextInt(5), 1 + random.nextInt(50)));
        }
      }
      List<Group> groups = host.groups();

      long[] counted = new long[SocketState.COUNT];
      groups.forEach(group -> group.counts().addTo(counted));
      assertThat(counted).isEqualTo(expected);
      host.advance(60_000);
    }
  }

  private static String end(Random random) {
    int[] ports = {0, 22, 80, 443, 5432, 8080, 789};
    int port = random.nextBoolean() ? ports[random.nextInt(ports.length)] : random.nextInt(65_536);
    String address =
        switch (random.nextInt(4)) {
          case 0 -> "0.0.0.0";
          case 1 -> "127.0.0.1";
          case 2 -> "[2001:db8::" + random.nextInt(9) + "]";
          default -> "10.0.0." + random.nextInt(20);
        };
    return address + ":" + port;
  }

  @Test
  void putsGroupsOfManySizesInOneOrder() {
    sockets.established("10.0.0.1:40000", "10.0.0.9:443");
    sockets.established("10.0.0.1:40001", "10.0.0.9:443");
    sockets.established("10.0.0.1:40002", "10.0.0.9:80");
    sockets.listen("0.0.0.0:8080");

    assertThat(sockets.groups())
        .extracting(Group::endpoint)
        .containsExactly(
            new Endpoint(Role.SERVER, 8080),
            new Endpoint(Role.CLIENT, 443),
            new Endpoint(Role.CLIENT, 80));
  }

  @Test
  void startsEveryCaptureAtZero() {
    sockets.established("10.0.0.1:40000", "10.0.0.9:443");
    sockets.groups();
    sockets.established("10.0.0.1:40000", "10.0.0.9:443");

    assertThat(sockets.groups().get(0).counts())
        .isEqualTo(StateCounts.of(SocketState.ESTABLISHED, 1));
    assertThat(sockets.groups()).isEmpty();
  }
}
