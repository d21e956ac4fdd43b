package dev.socketfleet.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotRingTest {

  private final SnapshotRing ring = new SnapshotRing(100);

  private static byte[] snapshot(int bytes) {
    return new byte[bytes];
  }

  @Test
  void givesTheOldestUntilItIsRemoved() throws InterruptedException {
    byte[] first = snapshot(10);
    byte[] second = snapshot(10);
    ring.add(first);
    ring.add(second);

    assertThat(ring.awaitOldest()).isSameAs(first);
    assertThat(ring.awaitOldest()).isSameAs(first);
    ring.remove(first, false);
    assertThat(ring.awaitOldest()).isSameAs(second);
    assertThat(ring.dropped()).isZero();
  }

  @Test
  void dropsTheOldestForTheYoungest() throws InterruptedException {
    byte[] third = snapshot(60);
    ring.add(snapshot(50));
    ring.add(snapshot(50));
    ring.add(third);

    assertThat(ring.awaitOldest()).isSameAs(third);
    assertThat(ring.dropped()).isEqualTo(2);
  }

  @Test
  void keepsASingleOneOfAnySize() throws InterruptedException {
    byte[] large = snapshot(1_000);
    ring.add(large);

    assertThat(ring.awaitOldest()).isSameAs(large);
    assertThat(ring.dropped()).isZero();
  }

  @Test
  void takesBackTheLossOfOneThatArrivedAfterAll() {
    byte[] onItsWay = snapshot(50);
    ring.add(onItsWay);
    ring.add(snapshot(60));
    assertThat(ring.dropped()).isEqualTo(1);

    ring.remove(onItsWay, false);

    assertThat(ring.dropped()).isZero();
  }

  @Test
  void countsWhatIsGivenUp() throws InterruptedException {
    byte[] refused = snapshot(50);
    ring.add(refused);

    ring.remove(refused, true);

    assertThat(ring.dropped()).isEqualTo(1);
    assertThat(ring.awaitEmpty(0)).isTrue();
  }

  @Test
  void isNotEmptyWhileOneWaits() throws InterruptedException {
    ring.add(snapshot(1));

    assertThat(ring.awaitEmpty(1)).isFalse();
  }
}
