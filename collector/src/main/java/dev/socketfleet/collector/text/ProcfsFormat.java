package dev.socketfleet.collector.text;

import dev.socketfleet.collector.source.procfs.ProcTcpText;
import dev.socketfleet.common.model.SocketState;
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
  private static final Pattern STATE = Pattern.compile("[0-9A-Fa-f]{2}");

  /** The last columns of {@code /proc/net/udp} alone. */
  private static final String UDP_COLUMN = "drops";

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

  private static boolean isHeader(Words words) {
    return words.list().contains("local_address");
  }

  /** The first of two hexadecimal ends, or -1. */
  private static int local(Words words) {
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
    ProcTcpText rows = new ProcTcpText(input, order);
    TextLines lines = new TextLines(in);
    boolean tcp = true;
    int number = 0;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      number++;
      Words words = Words.of(line.get());
      if (isHeader(words)) {
        tcp = !words.list().contains(UDP_COLUMN);
      } else if (tcp && isRow(words)) {
        add(rows, number, words, into);
      }
    }
    rows.messages().forEach(into.faults()::remark);
    if (!rows.isComplete()) {
      into.faults().incomplete("some sockets could not be read");
    }
  }

  /** A row with unreadable addresses is still a row: its number with a colon is before them. */
  private static boolean isRow(Words words) {
    return local(words) >= 0
        || (words.size() > 3 && words.at(0).matches("\\d+:") && words.at(1).indexOf(':') > 0);
  }

  private static void add(ProcTcpText rows, int number, Words words, ReadRows into) {
    int local = Math.max(1, local(words));
    int before = into.table().size();
    rows.read(number, "0: " + words.between(local, words.size()), into.table());
    if (into.table().size() > before) {
      into.addedByOthers();
      String state = words.at(local + 2);
      if (into.table().state(before) == SocketState.UNKNOWN && STATE.matcher(state).matches()) {
        into.faults().unknownState(number, state, words.between(0, words.size()));
      }
    }
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
