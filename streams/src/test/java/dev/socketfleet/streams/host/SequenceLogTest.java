package dev.socketfleet.streams.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SequenceLogTest {

  private SequenceLog log = new SequenceLog();

  private void add(String boot, long... seqs) {
    for (long seq : seqs) {
      assertThat(log.add(boot, seq)).as("%s %d is new", boot, seq).isTrue();
    }
  }

  private void assertSeen(String boot, long... seqs) {
    for (long seq : seqs) {
      assertThat(log.add(boot, seq)).as("%s %d was seen", boot, seq).isFalse();
    }
  }

  @Test
  void tellsWhatItSawBefore() {
    add("a", 0, 1, 2);
    assertSeen("a", 2, 1, 0);
    assertThat(log.lost()).isZero();
  }

  @Test
  void countsGaps() {
    add("a", 0, 1, 5, 7);
    assertThat(log.lost()).isEqualTo(4);
  }

  @Test
  void takesBackALossThatArrivesAfterAll() {
    add("a", 0, 3, 2);
    assertThat(log.lost()).isEqualTo(1);
    add("a", 1);
    assertThat(log.lost()).isZero();
    assertSeen("a", 0, 1, 2, 3);
  }

  @Test
  void blamesNobodyForWhatCameBeforeTheFirstItSaw() {
    add("a", 1_000, 1_001);
    assertThat(log.lost()).isZero();
  }

  @Test
  void countsTheGapBetweenALateFirstAndTheFirstItSaw() {
    add("a", 10, 7);
    assertThat(log.lost()).isEqualTo(2);
    add("a", 8, 9);
    assertThat(log.lost()).isZero();
  }

  @Test
  void knowsExactlyThe64BeforeTheHighest() {
    add("a", 100, 164);
    assertSeen("a", 100);
    add("a", 165);
    // 101 is the 64th before 165; 100 is too old to tell and taken for seen.
    add("a", 101);
    assertSeen("a", 100, 99);
    assertSeen("a", 101, 165);
  }

  @Test
  void forgetsAllBeforeAJumpBeyondTheWindow() {
    add("a", 0, 65);
    assertSeen("a", 0);
    add("a", 1, 64);
    assertThat(log.lost()).isEqualTo(62);
  }

  @Test
  void takesAHugeJumpForANewCountNotForALoss() {
    add("a", 5, 5_000_000);
    assertThat(log.lost()).isZero();
    add("a", 4_999_999, 4_999_998);
    assertThat(log.lost()).isZero();
    add("a", 5_000_003);
    assertThat(log.lost()).isEqualTo(2);
  }

  @Test
  void keepsInterleavedProcessesApart() {
    add("a", 0);
    add("b", 0);
    add("a", 1);
    add("b", 1);
    assertSeen("a", 0, 1);
    assertSeen("b", 0, 1);
    assertThat(log.lost()).isZero();
  }

  @Test
  void forgetsTheProcessThatWasSilentForLongestWhenAFifthComes() {
    add("a", 0);
    add("b", 0);
    add("c", 0);
    add("d", 0);
    add("a", 1);
    add("e", 0);

    assertSeen("a", 0, 1);
    assertSeen("c", 0);
    assertSeen("d", 0);
    assertSeen("e", 0);
    add("b", 0);
  }

  @Test
  void isTheSameAfterEncoding() {
    add("a", 3, 10, 70, 69);
    add("b", Long.MAX_VALUE >> 12);
    long lost = log.lost();

    log = reread(log);

    assertThat(log.lost()).isEqualTo(lost);
    assertSeen("a", 10, 69, 70);
    add("a", 11, 68);
    assertSeen("b", Long.MAX_VALUE >> 12);
  }

  private static SequenceLog reread(SequenceLog log) {
    BinaryWriter out = new BinaryWriter();
    log.encode(out);
    BinaryReader in = new BinaryReader(out.toByteArray());
    SequenceLog copy = SequenceLog.decode(in);
    assertThat(in.remaining()).isZero();
    return copy;
  }

  @Property(tries = 200)
  void countsEachOnceAndLosesNothingWhenAllComeWithinTheWindow(@ForAll long seed) {
    Random random = new Random(seed);
    List<Long> sent = new ArrayList<>();
    for (long seq = 0; seq < 64; seq++) {
      sent.add(seq);
      if (random.nextInt(4) == 0) {
        sent.add(seq);
      }
    }
    Collections.shuffle(sent, random);
    SequenceLog shuffled = new SequenceLog();
    int counted = 0;
    for (long seq : sent) {
      counted += shuffled.add("a", seq) ? 1 : 0;
      shuffled = random.nextBoolean() ? reread(shuffled) : shuffled;
    }
    assertThat(counted).isEqualTo(64);
    assertThat(shuffled.lost()).isZero();
  }
}
