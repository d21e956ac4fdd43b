package dev.socketfleet.collector.text;

import dev.socketfleet.collector.source.SocketAddresses;
import dev.socketfleet.collector.text.AddressText.Address;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads address and port of one word, however a system parts them: {@code 10.0.0.1:443}, {@code
 * 10.0.0.1.443}, {@code [::1]:25}, {@code ::1.25}, {@code *.*}, {@code fe80::1%lo0.22}, {@code
 * web1.exampl:https}. The port is behind the last colon or dot.
 */
final class SocketEnds {

  private static final String ANY = "*";
  private static final int MAX_PORT = 65_535;

  /** As hosts(5) of the systems has it, also when it is cut behind the dot. */
  private static final Pattern LOOPBACK = Pattern.compile("(?:localhost4?|loopback)(?:\\..*)?");

  private static final Pattern LOOPBACK_V6 =
      Pattern.compile("(?:ip6-localhost|ip6-loopback|localhost6)(?:\\..*)?");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.*]++(?:%|$)");
  private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d{2}(?::\\d{2})?");

  private final PortNames ports;

  SocketEnds(PortNames ports) {
    this.ports = ports;
  }

  /** Whether the word can be one end of a socket; numbers, times and ratios are none. */
  static boolean isEnd(String word) {
    int separator = separator(word);
    if (separator < 0 || separator == word.length() - 1) {
      return false;
    }
    String host = word.substring(0, separator);
    return (host.isEmpty() ? word.charAt(separator) == ':' : isHost(host))
        && isPort(word.substring(separator + 1));
  }

  /** A name, or an address that may be cut. */
  private static boolean isHost(String host) {
    if (host.indexOf(':') < 0) {
      return !Words.isNumber(host);
    }
    return host.charAt(0) == '['
        || (IPV6.matcher(host).lookingAt() && !TIME.matcher(host).matches());
  }

  /** The character between address and port; 0 when the word is no end. */
  static char separatorOf(String word) {
    return isEnd(word) ? word.charAt(separator(word)) : 0;
  }

  private static int separator(String word) {
    return Math.max(word.lastIndexOf(':'), word.lastIndexOf('.'));
  }

  private static boolean isPort(String text) {
    return text.equals(ANY)
        || text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_+/".indexOf(c) >= 0);
  }

  /**
   * Reads an end.
   *
   * @param word for which {@link #isEnd} holds
   * @param v6 whether the protocol of the row is IPv6, for words that do not tell
   */
  SocketEnd parse(String word, boolean v6) {
    int separator = separator(word);
    return of(word.substring(0, separator), word.substring(separator + 1), v6);
  }

  /** The same from an address and a port that stand apart. */
  SocketEnd of(String host, String portText, boolean v6) {
    String bare = bare(host);
    boolean any = bare.isEmpty() || bare.equals(ANY);
    boolean writtenV6 = bare.indexOf(':') >= 0;
    Address address =
        (any ? Optional.<Address>empty() : AddressText.parse(bare).or(() -> loopback(bare, v6)))
            .orElse(writtenV6 || v6 ? Address.ANY_V6 : Address.ANY_V4);
    OptionalInt port = port(portText);
    return new SocketEnd(
        address.high(),
        address.low(),
        port.orElse(0),
        writtenV6,
        any,
        port.isPresent() ? "" : portText);
  }

  /** Without brackets and zone: {@code [fe80::1%eth0]} and {@code [fe80::1]%eth0}. */
  private static String bare(String host) {
    int zone = host.indexOf('%');
    String address = zone < 0 ? host : host.substring(0, zone);
    int start = address.startsWith("[") ? 1 : 0;
    int end = address.endsWith("]") ? address.length() - 1 : address.length();
    return start < end ? address.substring(start, end) : "";
  }

  private static Optional<Address> loopback(String name, boolean v6) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (LOOPBACK_V6.matcher(lower).matches()) {
      return Optional.of(new Address(0, 1));
    }
    if (LOOPBACK.matcher(lower).matches()) {
      return Optional.of(
          v6 ? new Address(0, 1) : new Address(0, SocketAddresses.ipv4Low(0x7f000001)));
    }
    return Optional.empty();
  }

  /** Empty for a name that is in no list, and for a number that is no port. */
  private OptionalInt port(String text) {
    if (text.equals(ANY) || text.isEmpty()) {
      return OptionalInt.of(0);
    }
    if (Words.isNumber(text)) {
      int number = Words.number(text);
      return number >= 0 && number <= MAX_PORT ? OptionalInt.of(number) : OptionalInt.empty();
    }
    return ports.find(text);
  }
}
