package dev.socketfleet.streams.query;

import static dev.socketfleet.streams.query.Snapshots.DATABASE;
import static dev.socketfleet.streams.query.Snapshots.HTTPS;
import static dev.socketfleet.streams.query.Snapshots.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.query.Ranking.Place;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Set<SocketState> CLOSE_WAIT = Set.of(SocketState.CLOSE_WAIT);

  private final InMemoryHosts hosts =
      new InMemoryHosts()
          .add(
              Snapshots.of("a", NOW)
                  .group(HTTPS, unit("web"), SocketState.CLOSE_WAIT, 3)
                  .group("box", HTTPS, unit("web"), SocketState.CLOSE_WAIT, 2)
                  .group(DATABASE, unit("app"), SocketState.CLOSE_WAIT, 1)
                  .build())
          .add(
              Snapshots.of("b", NOW)
                  .group(DATABASE, unit("app"), SocketState.CLOSE_WAIT, 9)
                  .group(DATABASE, unit("app"), SocketState.ESTABLISHED, 99)
                  .build())
          .add(Snapshots.of("idle", NOW).build())
          .add(
              Snapshots.of("gone", NOW)
                  .group(HTTPS, unit("web"), SocketState.CLOSE_WAIT, 1_000)
                  .build())
          .silence("gone");
  private final Ranking ranking = new Ranking(hosts);

  @Test
  void ranksLiveHostsThatHaveSome() {
    assertThat(ranking.byHost(CLOSE_WAIT, 10))
        .containsExactly(new Place<>("b", 9, 1, "b", 9), new Place<>("a", 6, 1, "a", 6));
  }

  @Test
  void sumsEndpointsAndOwnersOverHosts() {
    assertThat(ranking.byEndpoint(CLOSE_WAIT, 10))
        .containsExactly(new Place<>(DATABASE, 10, 2, "b", 9), new Place<>(HTTPS, 5, 1, "a", 5));
    assertThat(ranking.byOwner(CLOSE_WAIT, 10))
        .containsExactly(
            new Place<>(unit("app"), 10, 2, "b", 9), new Place<>(unit("web"), 5, 1, "a", 5));
  }

  @Test
  void keepsTheLimit() {
    assertThat(ranking.byHost(CLOSE_WAIT, 1)).hasSize(1);
  }
}
