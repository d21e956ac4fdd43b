package dev.socketfleet.streams.binary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link BinaryWriter} wrote. Every read is checked against the end of the record, so
 * that a damaged one is refused instead of misread far beyond. Not thread-safe.
 */
public final class BinaryReader {

  private final ByteBuffer in;

  public BinaryReader(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  /** One byte as 0..255. */
  public int octet() {
    require(1);
    return in.get() & 0xFF;
  }

  /**
   * One byte.
   *
   * @throws BinaryFormatException when it is neither 0 nor 1
   */
  public boolean flag() {
    int value = octet();
    if (value > 1) {
      throw new BinaryFormatException(
          "byte %d was %d but it must be 0 or 1".formatted(in.position() - 1, value));
    }
    return value == 1;
  }

  /** See {@link BinaryWriter#varint}. */
  public long varint() {
    int start = in.position();
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new BinaryFormatException("the number at byte " + start + " has more than 10 bytes");
  }

  /**
   * A varint that has to be in 0..max: an index, a length, a number of elements.
   *
   * @throws BinaryFormatException when it is not
   */
  public int varint(int max) {
    int start = in.position();
    long value = varint();
    if (value < 0 || value > max) {
      throw new BinaryFormatException(
          "the number at byte %d was %d but it must be in 0..%d".formatted(start, value, max));
    }
    return (int) value;
  }

  /** See {@link BinaryWriter#zigzag}. */
  public long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Passes so many varints over, whatever they are. */
  public void skipVarints(int number) {
    byte[] bytes = in.array();
    int at = in.position();
    for (int left = number; left > 0; at++) {
      if (at >= in.limit()) {
        in.position(at);
        require(1);
      }
      left -= bytes[at] >= 0 ? 1 : 0;
    }
    in.position(at);
  }

  /** Passes so many bytes over. */
  public void skip(int length) {
    require(length);
    in.position(in.position() + length);
  }

  /** 8 bytes, big endian. */
  public long fixedLong() {
    require(Long.BYTES);
    return in.getLong();
  }

  /** 8 bytes. */
  public double fixedDouble() {
    return Double.longBitsToDouble(fixedLong());
  }

  /** 4 bytes. */
  public float fixedFloat() {
    require(Float.BYTES);
    return in.getFloat();
  }

  /**
   * UTF-8 text.
   *
   * @param maxBytes a longer one is refused before memory is taken for it
   */
  public String text(int maxBytes) {
    return new String(byteArray(maxBytes), StandardCharsets.UTF_8);
  }

  /**
   * Bytes with their number in front.
   *
   * @param maxBytes more are refused before memory is taken for them
   */
  public byte[] byteArray(int maxBytes) {
    int length = varint(maxBytes);
    require(length);
    int from = in.position();
    in.position(from + length);
    return Arrays.copyOfRange(in.array(), from, from + length);
  }

  /** Bytes not read yet. */
  public int remaining() {
    return in.remaining();
  }

  private void require(int length) {
    if (in.remaining() < length) {
      throw new BinaryFormatException(
          "the record ends at byte %d but %d more were expected at byte %d"
              .formatted(in.limit(), length, in.position()));
    }
  }
}
