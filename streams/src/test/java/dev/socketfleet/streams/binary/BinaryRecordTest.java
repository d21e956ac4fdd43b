package dev.socketfleet.streams.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BinaryRecordTest {

  @Property
  void readsWhatWasWritten(
      @ForAll long number,
      @ForAll double fraction,
      @ForAll float small,
      @ForAll String text,
      @ForAll byte[] bytes,
      @ForAll boolean flag) {
    BinaryWriter out = new BinaryWriter(0);
    out.varint(number);
    out.zigzag(number);
    out.fixedLong(number);
    out.fixedDouble(fraction);
    out.fixedFloat(small);
    out.byteArray(bytes);
    out.flag(flag);
    out.octet(200);

    BinaryReader in = new BinaryReader(out.toByteArray());

    assertThat(in.varint()).isEqualTo(number);
    assertThat(in.zigzag()).isEqualTo(number);
    assertThat(in.fixedLong()).isEqualTo(number);
    assertThat(in.fixedDouble()).isEqualTo(fraction);
    assertThat(in.fixedFloat()).isEqualTo(small);
    assertThat(in.byteArray(Integer.MAX_VALUE)).isEqualTo(bytes);
    assertThat(in.flag()).isEqualTo(flag);
    assertThat(in.octet()).isEqualTo(200);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void keepsTextOfAnyAlphabet() {
    BinaryWriter out = new BinaryWriter();
    out.text("nginx\u00e9\u4e2d\ud83d\ude00");

    assertThat(new BinaryReader(out.toByteArray()).text(64))
        .isEqualTo("nginx\u00e9\u4e2d\ud83d\ude00");
  }

  @Test
  void smallNumbersTakeOneByte() {
    BinaryWriter out = new BinaryWriter();
    out.varint(127);
    out.zigzag(-64);

    assertThat(out.size()).isEqualTo(2);
  }

  @Test
  void refusesATruncatedRecord() {
    BinaryWriter out = new BinaryWriter();
    out.fixedLong(1);
    byte[] cut = Arrays.copyOf(out.toByteArray(), 5);

    assertThatThrownBy(() -> new BinaryReader(cut).fixedLong())
        .isInstanceOf(BinaryFormatException.class)
        .hasMessage("the record ends at byte 5 but 8 more were expected at byte 0");
  }

  @Test
  void refusesALengthBeyondItsBoundBeforeTakingMemory() {
    BinaryWriter out = new BinaryWriter();
    out.varint(Integer.MAX_VALUE);

    assertThatThrownBy(() -> new BinaryReader(out.toByteArray()).text(256))
        .hasMessage("the number at byte 0 was 2147483647 but it must be in 0..256");
  }

  @Test
  void refusesANumberThatNeverEnds() {
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0xFF);

    assertThatThrownBy(() -> new BinaryReader(endless).varint())
        .hasMessage("the number at byte 0 has more than 10 bytes");
  }

  @Test
  void startsAgainWithTheSameBuffer() {
    BinaryWriter out = new BinaryWriter();
    out.octet(7);
    out.clear();
    out.octet(9);

    assertThat(out.toByteArray()).containsExactly(9);
  }
}
