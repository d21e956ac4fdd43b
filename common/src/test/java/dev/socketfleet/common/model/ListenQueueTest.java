package dev.socketfleet.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.socketfleet.common.model.ListenQueue.Fullest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenQueueTest {

  @Test
  void sumsShowNotTheStuckWorkerButTheFullestDoes() {
    ListenQueue three =
        ListenQueue.of(0, 511).plus(ListenQueue.of(512, 511)).plus(ListenQueue.of(1, 511));
    assertThat(three).isEqualTo(new ListenQueue(3, 513, 1_533, new Fullest(512, 511)));
  }

  @Test
  void theFullestIsTheHighestRatioNotTheLongestQueue() {
    ListenQueue small = ListenQueue.of(5, 5);
    ListenQueue large = ListenQueue.of(100, 4_096);
    for (ListenQueue both : List.of(small.plus(large), large.plus(small))) {
      assertThat(both.fullest()).isEqualTo(new Fullest(5, 5));
    }
  }

  @Test
  void theLongerQueueIsTheFullestWhereRatiosAreEqual() {
    ListenQueue idle = ListenQueue.of(0, 128);
    ListenQueue unknown = ListenQueue.of(7, ListenQueue.UNKNOWN);
    assertThat(idle.plus(unknown).fullest()).isEqualTo(new Fullest(7, ListenQueue.UNKNOWN));
    assertThat(unknown.plus(idle).fullest()).isEqualTo(new Fullest(7, ListenQueue.UNKNOWN));
  }

  @Test
  void oneUnknownLimitMakesTheSumUnknown() {
    ListenQueue known = ListenQueue.of(0, 128);
    ListenQueue unknown = ListenQueue.of(0, ListenQueue.UNKNOWN);
    assertThat(known.plus(unknown).limit()).isEqualTo(ListenQueue.UNKNOWN);
    assertThat(unknown.plus(known).limit()).isEqualTo(ListenQueue.UNKNOWN);
  }

  @Test
  void aBacklogOfZeroStillHasAFill() {
    assertThat(new Fullest(1, 0).fill()).isEqualTo(1);
    assertThat(new Fullest(129, 128).fill()).isGreaterThan(1);
    assertThat(new Fullest(5, ListenQueue.UNKNOWN).fill()).isZero();
  }

  @Test
  void absurdNumbersOfSocketsDoNotOverflow() {
    ListenQueue many = new ListenQueue(Integer.MAX_VALUE, 0, 0, new Fullest(0, 0));
    assertThat(many.plus(many).sockets()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void refusesAQueueWithoutASocket() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListenQueue(0, 0, 0, new Fullest(0, 0)))
        .withMessage(
            "listen was sockets=0 queued=0 limit=0 but it needs a socket and no negative numbers");
  }
}
