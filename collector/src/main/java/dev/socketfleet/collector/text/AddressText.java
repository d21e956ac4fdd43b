package dev.socketfleet.collector.text;

import dev.socketfleet.collector.source.SocketAddresses;
import java.util.Optional;

/** Addresses as text: RFC 4291 section 2.2 and dotted decimal. Knows no names and asks nobody. */
final class AddressText {

  private static final int GROUPS = 8;

  /**
   * 128 bits as in the {@link dev.socketfleet.collector.source.SocketTable}.
   *
   * @param high 0 for IPv4
   */
  record Address(long high, long low) {

    /** {@code ::}. */
    static final Address ANY_V6 = new Address(0, 0);

    /** {@code 0.0.0.0}. */
    static final Address ANY_V4 = new Address(0, SocketAddresses.IPV4_PREFIX);
  }

  private AddressText() {}

  /** The address, or empty for everything else. */
  static Optional<Address> parse(String text) {
    return text.indexOf(':') < 0
        ? ipv4(text).map(bits -> new Address(0, SocketAddresses.ipv4Low(bits)))
        : ipv6(text);
  }

  private static Optional<Integer> ipv4(String text) {
    int bits = 0;
    int octets = 0;
    int start = 0;
    while (octets < 4) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 || octets == 3 ? text.length() : dot;
      int octet = end - start > 3 ? -1 : Words.number(text.substring(start, end));
      if (octet < 0 || octet > 255 || (octets < 3 && dot < 0)) {
        return Optional.empty();
      }
      bits = (bits << 8) | octet;
      octets++;
      start = end + 1;
    }
    return Optional.of(bits);
  }

  private static Optional<Address> ipv6(String text) {
    int gap = text.indexOf("::");
    int[] groups = new int[GROUPS];
    if (gap < 0) {
      return fill(groups, text, 0) == GROUPS ? Optional.of(address(groups)) : Optional.empty();
    }
    int before = fill(groups, text.substring(0, gap), 0);
    int[] tail = new int[GROUPS];
    int after = fill(tail, text.substring(gap + 2), 0);
    if (before < 0 || after < 0 || before + after >= GROUPS) {
      return Optional.empty();
    }
    System.arraycopy(tail, 0, groups, GROUPS - after, after);
    return Optional.of(address(groups));
  }

  /** How many groups the text has, or -1 when it is none. An IPv4 address counts as two. */
  private static int fill(int[] groups, String text, int from) {
    int count = from;
    if (text.isEmpty()) {
      return count;
    }
    for (String part : text.split(":", -1)) {
      Optional<Integer> dotted = part.indexOf('.') < 0 ? Optional.empty() : ipv4(part);
      int needed = dotted.isPresent() ? 2 : 1;
      if (count + needed > GROUPS) {
        return -1;
      }
      if (dotted.isPresent()) {
        groups[count++] = dotted.get() >>> 16;
        groups[count++] = dotted.get() & 0xffff;
      } else {
        int group = hex(part);
        if (group < 0) {
          return -1;
        }
        groups[count++] = group;
      }
    }
    return count;
  }

  private static int hex(String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  private static Address address(int[] groups) {
    return new Address(half(groups, 0), half(groups, 4));
  }

  private static long half(int[] groups, int from) {
    return ((long) groups[from] << 48)
        | ((long) groups[from + 1] << 32)
        | ((long) groups[from + 2] << 16)
        | groups[from + 3];
  }
}
