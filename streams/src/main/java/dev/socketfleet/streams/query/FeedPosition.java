package dev.socketfleet.streams.query;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader of both topics of events has come: the next offset of every partition. As text
 * it is the id of an event, with which a client goes on at any instance.
 *
 * @param alerts per partition of the topic of transitions
 * @param counts per partition of the topic of windows
 */
@SuppressWarnings("ArrayRecordComponent") // copied by whoever changes one
public record FeedPosition(long[] alerts, long[] counts) {

  private static final int VERSION = 1;
  private static final int MAX_PARTITIONS = 1_000;
  private static final int MAX_TEXT = 20_000;

  /** As text, of characters that a header and a URI take. */
  public String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    bytes.write(VERSION);
    for (long[] offsets : new long[][] {alerts, counts}) {
      number(bytes, offsets.length);
      for (long offset : offsets) {
        number(bytes, offset);
      }
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private static void number(ByteArrayOutputStream bytes, long number) {
    long rest = number;
    while (rest >= 0x80) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /** The position of a text; empty where it is none. */
  public static Optional<FeedPosition> parse(String text) {
    if (text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    try {
      Numbers numbers = new Numbers(Base64.getUrlDecoder().decode(text));
      if (numbers.next() != VERSION) {
        return Optional.empty();
      }
      long[] alerts = numbers.offsets();
      long[] counts = numbers.offsets();
      return numbers.atEnd() ? Optional.of(new FeedPosition(alerts, counts)) : Optional.empty();
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static final class Numbers {

    private final byte[] bytes;
    private int at;

    Numbers(byte[] bytes) {
      this.bytes = bytes;
    }

    long next() {
      long number = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        byte b = bytes[at++];
        number |= (b & 0x7fL) << shift;
        if (b >= 0) {
          return number;
        }
      }
      throw new IllegalArgumentException("a number is too long");
    }

    long[] offsets() {
      long count = next();
      if (count > MAX_PARTITIONS) {
        throw new IllegalArgumentException("too many partitions: " + count);
      }
      long[] offsets = new long[(int) count];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = next();
      }
      return offsets;
    }

    boolean atEnd() {
      return at == bytes.length;
    }
  }

  FeedPosition copy() {
    return new FeedPosition(alerts.clone(), counts.clone());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeedPosition that
        && Arrays.equals(alerts, that.alerts)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(alerts) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "alerts " + Arrays.toString(alerts) + ", counts " + Arrays.toString(counts);
  }
}
