package dev.socketfleet.streams.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertBookTest {

  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
  private static final SampleAlerts WEB = SampleAlerts.WEB;

  private final AlertBook book = new AlertBook(Set.of(Severity.values()), Duration.ofMinutes(1));

  private List<Notice> due(Instant at) {
    return book.due(at, 100);
  }

  /** What Alertmanager hears at that time: empty while it fires. */
  private List<Optional<Instant>> hear(Instant at) {
    List<Notice> due = due(at);
    due.forEach(notice -> book.told(notice, at));
    return due.stream().map(Notice::endedAt).toList();
  }

  @Test
  void tellsWhatFiresAtOnceAndInEachInterval() {
    book.apply(WEB.firing(2, NOW), true, NOW);
    assertThat(book.untold()).isEqualTo(1);
    assertThat(hear(NOW)).containsExactly(Optional.empty());
    assertThat(book.untold()).isZero();
    assertThat(hear(NOW.plusSeconds(59))).isEmpty();
    assertThat(hear(NOW.plusSeconds(60))).containsExactly(Optional.empty());
    assertThat(hear(NOW.plusSeconds(90))).isEmpty();
  }

  @Test
  void tellsAgainWhatDidNotGetThrough() {
    book.apply(WEB.firing(2, NOW), true, NOW);
    assertThat(due(NOW)).hasSize(1);
    assertThat(due(NOW.plusSeconds(5))).hasSize(1);
    assertThat(book.untold()).isEqualTo(1);
  }

  @Test
  void doesNotTellOfPendingOnes() {
    book.apply(WEB.pending(1, NOW), true, NOW);
    assertThat(due(NOW)).isEmpty();
    book.apply(WEB.resolved(2, NOW, ResolveReason.NOT_CONFIRMED), true, NOW);
    assertThat(due(NOW)).isEmpty();
  }

  @Test
  void tellsForAQuarterOfAnHourThatOneIsOver() {
    book.apply(WEB.firing(2, NOW), true, NOW);
    assertThat(hear(NOW)).hasSize(1);
    Instant over = NOW.plusSeconds(30);
    book.apply(WEB.resolved(3, over, ResolveReason.CLEARED), true, over);
    assertThat(hear(over)).containsExactly(Optional.of(over));
    assertThat(hear(over.plusSeconds(60))).containsExactly(Optional.of(over));
    Instant later = over.plus(AlertBook.TELL_RESOLVED_FOR).plusSeconds(1);
    assertThat(hear(later)).containsExactly(Optional.of(over));
    assertThat(hear(later.plusSeconds(3_600))).isEmpty();
  }

  @Test
  void tellsOnceOfWhatWasOverLongAgoWhenNobodyHasTold() {
    Instant over = NOW.minusSeconds(7_200);
    book.apply(WEB.resolved(3, over, ResolveReason.CLEARED), true, NOW);
    assertThat(hear(NOW)).containsExactly(Optional.of(over));
    assertThat(hear(NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void keepsQuietOfWhatWasOverLongAgoAndTold() {
    book.apply(WEB.resolved(3, NOW.minusSeconds(7_200), ResolveReason.CLEARED), false, NOW);
    assertThat(due(NOW)).isEmpty();
  }

  @Test
  void goesOnTellingOfWhatWasJustOver() {
    book.apply(WEB.resolved(3, NOW.minusSeconds(60), ResolveReason.CLEARED), false, NOW);
    assertThat(due(NOW)).hasSize(1);
  }

  @Test
  void endsAnAlertWhoseEndItNeverSaw() {
    book.apply(WEB.firing(2, NOW), true, NOW);
    assertThat(hear(NOW)).hasSize(1);
    Instant again = NOW.plusSeconds(300);
    book.apply(WEB.pending(5, again), true, again);
    assertThat(hear(again)).containsExactly(Optional.of(again));
  }

  @Test
  void endsAnAlertThatIsForgotten() {
    book.apply(WEB.firing(2, NOW), true, NOW);
    book.forget(WEB.firing(2, NOW).id(), NOW.plusSeconds(1));
    assertThat(due(NOW.plusSeconds(1)))
        .extracting(Notice::endedAt)
        .containsExactly(Optional.of(NOW.plusSeconds(1)));
    book.forget("nobody", NOW);
  }

  @Test
  void firesAgainAfterItWasOver() {
    book.apply(WEB.firing(2, NOW), true, NOW);
    book.apply(WEB.resolved(3, NOW.plusSeconds(1), ResolveReason.CLEARED), true, NOW);
    book.apply(WEB.firing(5, NOW.plusSeconds(2)), true, NOW.plusSeconds(2));
    assertThat(hear(NOW.plusSeconds(2))).containsExactly(Optional.empty());
  }

  @Test
  void endsTheAlertWithTheOldLabelsWhenTheHostGetsOthers() {
    book.apply(WEB.firing(2, NOW), true, NOW);
    assertThat(hear(NOW)).hasSize(1);
    Instant moved = NOW.plusSeconds(30);
    book.apply(new SampleAlerts("web-17", Map.of("dc", "us1")).firing(3, moved), true, moved);
    assertThat(due(moved))
        .extracting(notice -> notice.labels().get("label_dc"), Notice::endedAt)
        .containsExactlyInAnyOrder(
            tuple("eu1", Optional.of(moved)), tuple("us1", Optional.empty()));
  }

  @Test
  void leavesOutSeveritiesThatNobodyWants() {
    AlertBook critical = new AlertBook(Set.of(Severity.CRITICAL), Duration.ofMinutes(1));
    critical.apply(WEB.firing(2, NOW), true, NOW);
    critical.apply(WEB.resolved(3, NOW, ResolveReason.CLEARED), true, NOW);
    assertThat(critical.due(NOW, 100)).isEmpty();
  }

  @Test
  void tellsWhatWaitedLongestFirst() {
    for (int host = 0; host < 5; host++) {
      Instant at = NOW.plusSeconds(host);
      book.apply(new SampleAlerts("h" + host, Map.of()).firing(1, at), true, at);
    }
    assertThat(book.due(NOW.plusSeconds(60), 2))
        .extracting(notice -> notice.labels().get("host"))
        .containsExactly("h0", "h1");
  }

  @Test
  void anOldAnswerDoesNotCoverWhatCameSince() {
    book.apply(WEB.firing(2, NOW), true, NOW);
    Notice asked = due(NOW).get(0);
    book.apply(WEB.resolved(3, NOW, ResolveReason.CLEARED), true, NOW);
    book.told(asked, NOW);
    assertThat(book.untold()).isEqualTo(1);
    assertThat(due(NOW)).hasSize(1);
  }
}
