package dev.socketfleet.streams.binary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Appends values to a byte array that grows. The layout has no tags: {@link BinaryReader} has to
 * read the same kinds in the same order, so every record starts with a version byte of its own.
 *
 * <p>Not thread-safe. {@link #clear} keeps the buffer, so that one writer serves one thread.
 */
public final class BinaryWriter {

  private byte[] bytes;
  private int size;

  public BinaryWriter() {
    this(256);
  }

  /**
   * @param capacity bytes to start with
   */
  public BinaryWriter(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** One byte, the lowest 8 bits. */
  public void octet(int value) {
    require(1);
    bytes[size++] = (byte) value;
  }

  /** One byte, 0 or 1. */
  public void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  /**
   * 7 bits a byte, lowest first: 1 byte below 128, 10 bytes for a negative number. For numbers that
   * are seldom negative.
   */
  public void varint(long value) {
    require(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A varint that is short for small numbers of either sign. */
  public void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /** 8 bytes, big endian. */
  public void fixedLong(long value) {
    require(Long.BYTES);
    ByteBuffer.wrap(bytes).putLong(size, value);
    size += Long.BYTES;
  }

  /** 8 bytes. */
  public void fixedDouble(double value) {
    fixedLong(Double.doubleToRawLongBits(value));
  }

  /** 4 bytes. */
  public void fixedFloat(float value) {
    require(Float.BYTES);
    ByteBuffer.wrap(bytes).putFloat(size, value);
    size += Float.BYTES;
  }

  /** UTF-8 with its length in bytes in front. */
  public void text(String value) {
    int length = value.length();
    require(length + 5);
    int start = size;
    varint(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        size = start;
        byteArray(value.getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  /** The bytes with their number in front. */
  public void byteArray(byte[] value) {
    varint(value.length);
    require(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /** Bytes written so far. */
  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Starts again with an empty record. */
  public void clear() {
    size = 0;
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
