package dev.socketfleet.collector.text;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code /proc/net/tcp} and {@code tcp6}, one or several behind each other. The addresses are in
 * the byte order of the machine that printed them, which they tell themselves when one is a
 * loopback or an IPv4 address in IPv6. {@code /proc/net/udp} looks the same but for its header and
 * is left out.
 */
final class ProcfsFormat implements TextFormat {

  private static final Pattern END =
      Pattern.compile("[0-9A-Fa-f]{8}(?:[0-9A-Fa-f]{24})?:[0-9A-Fa-f]{4}");
  static final Pattern STATE = Pattern.compile("[0-9A-Fa-f]{2}");

  private final String input;

  ProcfsFormat(String input) {
    this.input = input;
  }

  @Override
  public String name() {
    return "procfs";
  }

  @Override
  public String os() {
    return "Linux";
  }

  @Override
  public int evidence(List<String> head) {
    int evidence = 0;
    for (String line : head) {
      Words words = Words.of(line);
      boolean row = local(words) >= 0 && STATE.matcher(words.at(local(words) + 2)).matches();
      evidence += isHeader(words) ? LineFormat.HEADER : row ? 2 * LineFormat.ROW : 0;
    }
    return evidence;
  }

  static boolean isHeader(Words words) {
    return words.list().contains("local_address");
  }

  /** The first of two hexadecimal ends, or -1. */
  static int local(Words words) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (END.matcher(words.at(i)).matches() && END.matcher(words.at(i + 1)).matches()) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void read(Reader in, ReadRows into) throws IOException {
    in.mark(TextInput.HEAD_CHARS);
    ByteOrder order = order(TextInput.head(in));
    in.reset();
    ProcfsRows rows = new ProcfsRows(input, order, into);
    TextLines lines = new TextLines(in);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      rows.line(line.get());
    }
    rows.end(lines.isOpen());
  }

  /** Little-endian unless the addresses of more rows say otherwise. */
  private static ByteOrder order(List<String> head) {
    int little = 0;
    int big = 0;
    for (String line : head) {
      Words words = Words.of(line);
      int local = local(words);
      for (int i = 0; local >= 0 && i < 2; i++) {
        String address = words.at(local + i);
        little += address.matches("..0000(?:7F|7f):.*|0100007F.*|0{16}(?i:FFFF0000).*") ? 1 : 0;
        big += address.matches("7[Ff]0000..:.*|0{16}0000(?i:FFFF).*") ? 1 : 0;
      }
    }
    return big > little ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
