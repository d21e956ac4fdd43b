package dev.socketfleet.streams.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.streams.query.Alerts;
import dev.socketfleet.streams.query.EventSource;
import dev.socketfleet.streams.query.FeedEvent;
import dev.socketfleet.streams.query.FeedEvent.Kind;
import dev.socketfleet.streams.query.FeedPosition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static EventFilter filter(Map<String, List<String>> query) {
    return EventFilter.of(new Parameters(Map.of(), query, EventFilter.PARAMETERS));
  }

  private static FeedPosition at(long offset) {
    return new FeedPosition(new long[] {offset}, new long[] {0});
  }

  private static FeedEvent alert(String host, long offset) {
    Alert alert = Alerts.closeWait(host, AlertStatus.FIRING, 1, NOW);
    return new FeedEvent(Kind.ALERT, alert.id(), AlertCodec.encode(alert), at(offset));
  }

  /** Hands over some events at once when somebody joins. */
  private record Burst(List<FeedEvent> past, List<FeedEvent> live, boolean gone)
      implements EventSource {

    @Override
    public FeedPosition join(Listener listener) {
      live.forEach(listener::offer);
      return at(7);
    }

    @Override
    public void leave(Listener listener) {}

    @Override
    public void replay(
        FeedPosition from, FeedPosition until, Replay replay, BooleanSupplier stopped) {
      if (gone) {
        replay.gap();
      }
      past.forEach(replay::event);
    }
  }

  private String run(Burst burst, EventFilter filter, Optional<FeedPosition> from) {
    EventStream stream = new EventStream(burst, filter, out, Duration.ofMillis(300));
    Thread thread = new Thread(() -> stream.run(from));
    thread.start();
    try {
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> text().contains("event: heartbeat") || text().contains("event: dropped"));
      stream.close();
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return text();
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void sendsWhatTheClientWantsWithThePositionAfterIt() {
    String text =
        run(
            new Burst(List.of(), List.of(alert("a", 8), alert("b", 9)), false),
            filter(Map.of("host", List.of("a"))),
            Optional.empty());

    assertThat(text)
        .startsWith("id: " + at(7).text() + "\nevent: hello\ndata: {}\n\n")
        .contains("id: " + at(8).text() + "\nevent: alert\ndata: {\"schema\"")
        .doesNotContain("\"host\":\"b\"");
  }

  @Test
  void aHeartbeatCarriesWhatWasPassedOver() {
    assertThat(
            run(
                new Burst(List.of(), List.of(alert("b", 9)), false),
                filter(Map.of("host", List.of("a"))),
                Optional.empty()))
        .contains("id: " + at(9).text() + "\nevent: heartbeat\n");
  }

  @Test
  void thePastComesFirstAndAGapIsTold() {
    String text =
        run(
            new Burst(List.of(alert("a", 5)), List.of(alert("a", 8)), true),
            filter(Map.of()),
            Optional.of(at(1)));

    assertThat(text.indexOf("event: gap")).isZero();
    assertThat(text.indexOf(at(5).text())).isPositive().isLessThan(text.indexOf(at(8).text()));
  }

  @Test
  void aSlowClientIsLetGoWithTheReasonAndCanResume() {
    List<FeedEvent> many =
        java.util.stream.LongStream.range(8, 2_000).mapToObj(it -> alert("a", it)).toList();

    String text = run(new Burst(List.of(), many, false), filter(Map.of()), Optional.empty());

    assertThat(text).contains("event: dropped\ndata: {\"reason\":\"slow\"}");
    assertThat(text).contains("id: " + at(8 + 1_023).text() + "\n");
    assertThat(text).doesNotContain("id: " + at(8 + 1_024).text() + "\n");
  }

  @Test
  void refusesFiltersThatCannotBe() {
    assertThatThrownBy(() -> filter(Map.of("types", List.of("alert"))))
        .hasMessage("types was 'alert' but it must be alerts, counts or both with a comma");
    assertThatThrownBy(
            () ->
                filter(
                    Map.of("host", List.of("a"), "role", List.of("server"), "port", List.of("1"))))
        .hasMessage("role and port do not go together with host");
  }

  @Test
  void aPositionIsReadBackFromItsText() {
    FeedPosition position =
        new FeedPosition(new long[] {0, 127, 128, 1L << 40}, new long[] {Integer.MAX_VALUE});

    assertThat(FeedPosition.parse(position.text())).contains(position);
    for (String wrong : List.of("", "x", "!!", "AQ", position.text() + "AA", "_".repeat(30_000))) {
      assertThat(FeedPosition.parse(wrong)).isEmpty();
    }
  }
}
