package dev.socketfleet.streams.query;

import static dev.socketfleet.streams.query.Snapshots.HTTPS;
import static dev.socketfleet.streams.query.Snapshots.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointDetailTest {

  private static Group group(String netns, String owner, long count, List<PeerCount> peers) {
    return new Group(
        netns,
        HTTPS,
        unit(owner),
        Optional.empty(),
        StateCounts.of(SocketState.CLOSE_WAIT, count),
        Optional.of(ListenQueue.of(count, 100)),
        Map.of(SocketState.CLOSE_WAIT, peers),
        Map.of(SocketState.CLOSE_WAIT, count * 1_000));
  }

  @Test
  void addsUpNamespacesAndOwners() {
    List<EndpointDetail> details =
        EndpointDetail.of(
            Snapshots.of("a", Instant.EPOCH)
                .group(group("host", "small", 2, List.of(new PeerCount("192.0.2.1", 2))))
                .group(
                    group(
                        "box",
                        "large",
                        5,
                        List.of(new PeerCount("192.0.2.1", 1), new PeerCount("192.0.2.2", 4))))
                .build());

    assertThat(details).hasSize(1);
    EndpointDetail detail = details.get(0);
    assertThat(detail.endpoint()).isEqualTo(HTTPS);
    assertThat(detail.counts()).isEqualTo(StateCounts.of(SocketState.CLOSE_WAIT, 7));
    assertThat(detail.owners())
        .extracting(owner -> owner.owner().name())
        .containsExactly("large", "small");
    assertThat(detail.listen()).map(ListenQueue::queued).contains(7L);
    assertThat(detail.oldestMs()).containsEntry(SocketState.CLOSE_WAIT, 5_000L);
    assertThat(detail.peers())
        .containsEntry(
            SocketState.CLOSE_WAIT,
            List.of(new PeerCount("192.0.2.2", 4), new PeerCount("192.0.2.1", 3)));
  }
}
