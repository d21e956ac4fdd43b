package dev.socketfleet.collector.source;

/**
 * The 128-bit addresses of a {@link SocketTable} as text and back from bytes. IPv4 lives in the
 * mapped range {@code ::ffff:0:0/96} (RFC 4291 section 2.5.5.2).
 */
public final class SocketAddresses {

  /** The low half of {@code 0.0.0.0}, to which the 32 bits of an IPv4 address are added. */
  public static final long IPV4_PREFIX = 0x0000_ffff_0000_0000L;

  private static final int GROUPS = 8;

  private SocketAddresses() {}

  /** Low half of an IPv4 address; its high half is 0. The first octet is the top byte. */
  public static long ipv4Low(int address) {
    return IPV4_PREFIX | Integer.toUnsignedLong(address);
  }

  /** Whether it is an IPv4 address. */
  public static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /** Whether it is {@code 0.0.0.0} or {@code ::}: any address of the host, or none. */
  public static boolean isWildcard(long high, long low) {
    return high == 0 && (low == 0 || low == IPV4_PREFIX);
  }

  /** Whether it is in {@code 127.0.0.0/8} or {@code ::1}. */
  public static boolean isLoopback(long high, long low) {
    return high == 0 && (low == 1 || low >>> 24 == 0xffff7f);
  }

  /** Dotted decimal for IPv4, the canonical form of RFC 5952 section 4 for IPv6. */
  public static String format(long high, long low) {
    return isIpv4(high, low) ? formatIpv4((int) low) : formatIpv6(high, low);
  }

  private static String formatIpv4(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  /** The leftmost longest run of at least two zero groups becomes "::". */
  private static String formatIpv6(long high, long low) {
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(high, low, i);
      if (zeros > runLength) {
        runStart = i;
        runLength = zeros;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
        continue;
      }
      if (i > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(high, low, i)));
    }
    return text.toString();
  }

  private static int zerosFrom(long high, long low, int start) {
    int i = start;
    while (i < GROUPS && group(high, low, i) == 0) {
      i++;
    }
    return i - start;
  }

  private static int group(long high, long low, int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
  }
}
