package dev.socketfleet.collector.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.SocketState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RolesTest {

  private final Sockets sockets = new Sockets();

  @Test
  void listenAndSynReceivedAreServer() {
    sockets.listen("0.0.0.0:80");
    sockets.add(SocketState.SYN_RECEIVED, "10.0.0.1:80", "10.0.0.9:40000");
    sockets.add(SocketState.SYN_RECEIVED, "10.0.0.1:50051", "10.0.0.9:443");

    assertThat(sockets.endpoints()).containsExactly("host server:50051 1", "host server:80 2");
  }

  @Test
  void synSentIsClientWhateverThePorts() {
    sockets.add(SocketState.SYN_SENT, "10.0.0.1:700", "10.0.0.9:50051");

    assertThat(sockets.endpoints()).containsExactly("host client:50051 1");
  }

  @Test
  void aListenerOfTheExactAddressCoversOnlyIt() {
    sockets.listen("10.0.0.1:40000");
    sockets.established("10.0.0.1:40000", "10.0.0.9:50000");
    sockets.established("10.0.0.2:40000", "10.0.0.9:443");

    assertThat(sockets.endpoints()).containsExactly("host client:443 1", "host server:40000 2");
  }

  @Test
  void anIpv4WildcardCoversIpv4Only() {
    sockets.listen("0.0.0.0:40000");
    sockets.established("10.0.0.1:40000", "10.0.0.9:443");
    sockets.established("[2001:db8::1]:40000", "[2001:db8::9]:443");

    assertThat(sockets.endpoints()).containsExactly("host client:443 1", "host server:40000 2");
  }

  @Test
  void anIpv6WildcardCoversBothFamilies() {
    sockets.listen("[::]:40000");
    sockets.established("10.0.0.1:40000", "10.0.0.9:443");
    sockets.established("[2001:db8::1]:40000", "[2001:db8::9]:443");

    assertThat(sockets.endpoints()).containsExactly("host server:40000 3");
  }

  @Test
  void anIpv6WildcardThatRefusesIpv4CoversIpv6Only() {
    sockets.listen("[::]:40000").v6only();
    sockets.established("10.0.0.1:40000", "10.0.0.9:443");
    sockets.established("[2001:db8::1]:40000", "[2001:db8::9]:443");

    assertThat(sockets.endpoints()).containsExactly("host client:443 1", "host server:40000 2");
  }

  @Test
  void aListenerCoversItsOwnNamespaceOnly() {
    sockets.listen("0.0.0.0:40000");
    sockets.enterOtherNamespace();
    sockets.established("10.0.0.1:40000", "10.0.0.9:443");

    assertThat(sockets.endpoints()).containsExactly("host server:40000 1", "web client:443 1");
  }

  @Test
  void loopbackGivesOneSocketOnEachSide() {
    sockets.listen("127.0.0.1:50051");
    sockets.established("127.0.0.1:50051", "127.0.0.1:40000");
    sockets.established("127.0.0.1:40000", "127.0.0.1:50051");

    assertThat(sockets.endpoints()).containsExactly("host client:50051 1", "host server:50051 2");
  }

  @Test
  void aListenerInAnotherNamespaceMakesTheConnectionToItClient() {
    sockets.established("10.0.0.1:5000", "172.17.0.2:50051");
    sockets.enterOtherNamespace();
    sockets.listen("0.0.0.0:50051");
    sockets.established("172.17.0.2:50051", "10.0.0.1:5000");

    assertThat(sockets.endpoints()).containsExactly("host client:50051 1", "web server:50051 2");
  }

  @Test
  void anOwnWildcardListenerDoesNotClaimTheSamePortOfAnotherHost() {
    sockets.listen("0.0.0.0:443");
    sockets.established("10.0.0.1:40000", "203.0.113.9:443");

    assertThat(sockets.endpoints()).containsExactly("host client:443 1", "host server:443 1");
  }

  @Test
  void withoutListenersTheSideWithTheEphemeralPortIsTheClient() {
    sockets.established("10.0.0.1:40000", "10.0.0.9:443");
    sockets.established("10.0.0.1:22", "10.0.0.9:40000");

    assertThat(sockets.endpoints()).containsExactly("host client:443 1", "host server:22 1");
  }

  @Test
  void withoutAnEphemeralPortThisHostIsTheClient() {
    sockets.established("10.0.0.1:789", "10.0.0.9:2049");

    assertThat(sockets.endpoints()).containsExactly("host client:2049 1");
  }

  @Test
  void betweenTwoEphemeralPortsOnlyASharedRemotePortIsAService() {
    sockets.established("10.0.0.1:40000", "10.0.0.9:50051");
    sockets.established("10.0.0.1:40001", "10.0.0.9:50051");
    sockets.established("10.0.0.1:40002", "10.0.0.8:45678");

    assertThat(sockets.endpoints()).containsExactly("host client:0 1", "host client:50051 2");
  }

  @Test
  void aConnectionToItselfIsOneServerSocket() {
    sockets.established("127.0.0.1:40000", "127.0.0.1:40000");

    assertThat(sockets.endpoints()).containsExactly("host server:40000 1");
  }

  @Test
  void aBoundServicePortIsServerAndABoundEphemeralOneHasNoEndpoint() {
    sockets.add(SocketState.BOUND, "0.0.0.0:8080", "0.0.0.0:0");
    sockets.add(SocketState.BOUND, "0.0.0.0:40000", "0.0.0.0:0");

    assertThat(sockets.endpoints()).containsExactly("host client:0 1", "host server:8080 1");
  }

  @Test
  void aCookieKeepsWhatWasProvenOnce() {
    sockets.add(SocketState.SYN_SENT, "10.0.0.1:40000", "10.0.0.9:50051").cookie(1);
    sockets.groups();
    sockets.listen("0.0.0.0:40000");
    sockets.established("10.0.0.1:40000", "10.0.0.9:50051").cookie(1);

    assertThat(sockets.endpoints()).containsExactly("host client:50051 1", "host server:40000 1");
  }

  @Test
  void aCookieOfAnotherNamespaceIsAnotherSocket() {
    sockets.add(SocketState.SYN_SENT, "10.0.0.1:40000", "10.0.0.9:50051").cookie(1);
    sockets.groups();
    sockets.enterOtherNamespace();
    sockets.established("10.0.0.1:22", "10.0.0.9:40000").cookie(1);

    assertThat(sockets.endpoints()).containsExactly("web server:22 1");
  }

  @Test
  void aClosedListenerKeepsItsConnectionsForTenMinutesWithoutCookies() {
    sockets.listen("0.0.0.0:50051");
    sockets.groups();

    sockets.advance(Duration.ofMinutes(10).toMillis());
    sockets.established("10.0.0.1:50051", "10.0.0.9:40000");
    assertThat(sockets.endpoints()).containsExactly("host server:50051 1");

    sockets.advance(1_000);
    sockets.established("10.0.0.1:50051", "10.0.0.9:40000");
    assertThat(sockets.endpoints()).containsExactly("host client:0 1");
  }

  @Test
  void aClosedListenerKeepsItsConnectionsForGoodByTheirCookies() {
    sockets.listen("0.0.0.0:50051");
    sockets.established("10.0.0.1:50051", "10.0.0.9:40000").cookie(5);
    sockets.groups();

    sockets.advance(Duration.ofMinutes(11).toMillis());
    sockets.established("10.0.0.1:50051", "10.0.0.9:40000").cookie(5);
    assertThat(sockets.endpoints()).containsExactly("host server:50051 1");
  }

  @Test
  void aClosedListenerDoesNotClaimAnOutgoingConnectionFromItsPort() {
    sockets.listen("127.0.0.1:40000");
    sockets.groups();
    sockets.established("127.0.0.1:40000", "127.0.0.1:5432");

    assertThat(sockets.endpoints()).containsExactly("host client:5432 1");
  }

  @Test
  void anIncompleteCaptureForgetsNothing() {
    sockets.add(SocketState.SYN_SENT, "10.0.0.1:40000", "10.0.0.9:50051").cookie(1);
    sockets.groups();
    sockets.incomplete();
    sockets.groups();
    sockets.established("10.0.0.1:40000", "10.0.0.9:50051").cookie(1);

    assertThat(sockets.endpoints()).containsExactly("host client:50051 1");
  }
}
