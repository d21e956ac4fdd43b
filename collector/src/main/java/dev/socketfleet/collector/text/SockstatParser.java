package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldProcess;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * sockstat of FreeBSD and NetBSD: {@code user command pid fd protocol local remote}, a row for each
 * descriptor; the state only with {@code -s}. Rows with the same protocol and ends are one socket
 * that several processes hold.
 */
final class SockstatParser implements RowParser {

  private record Ends(boolean v6, SocketEnd local, SocketEnd remote) {}

  private final StateWords states;
  private final SocketEnds ends;
  private final Set<Ends> seen = new HashSet<>();

  SockstatParser(StateWords states, SocketEnds ends) {
    this.states = states;
    this.ends = ends;
  }

  @Override
  public StateWords states() {
    return states;
  }

  @Override
  public Kind kind(Words words) {
    int protocol = protocol(words);
    if (protocol < 0) {
      return words.list().contains("COMMAND") ? Kind.OTHER : Kind.REST;
    }
    return Protocols.isTcp(words.at(protocol)) ? Kind.SOCKET : Kind.OTHER;
  }

  /** A command may be called like a protocol, so the number of the descriptor is before it. */
  private static int protocol(Words words) {
    for (int i = 2; i < words.size(); i++) {
      boolean named = Protocols.isTcp(words.at(i)) || Protocols.isOther(words.at(i));
      if (named && (words.isNumber(i - 1) || words.at(i - 1).matches("[?-]"))) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Optional<TextRow> parse(Words words) {
    int protocol = protocol(words);
    int local = protocol < 0 ? words.size() : words.skipNumbers(protocol + 1);
    return SocketEnds.isEnd(words.at(local)) && SocketEnds.isEnd(words.at(local + 1))
        ? Optional.of(row(words, protocol, local))
        : Optional.empty();
  }

  @Override
  public boolean isNew(TextRow row) {
    return seen.add(new Ends(row.v6(), row.local(), row.remote()));
  }

  private TextRow row(Words words, int protocol, int local) {
    boolean v6 = Protocols.isV6(words.at(protocol));
    String word = "";
    for (int i = local + 2; i < words.size() && word.isEmpty(); i++) {
      word = states.isState(words.at(i)) ? words.at(i) : "";
    }
    if (word.isEmpty() && !words.isNumber(local + 2)) {
      word = words.at(local + 2);
    }
    return TextRow.of(
            word,
            states.of(word),
            ends.parse(words.at(local), v6),
            ends.parse(words.at(local + 1), v6),
            v6)
        .withProcess(process(words, protocol - 2));
  }

  private static ToldProcess process(Words words, int pidAt) {
    int pid = pidAt < 1 ? -1 : words.number(pidAt);
    return pid > 0
        ? new ToldProcess(pid, words.between(1, pidAt), words.at(0), "")
        : ToldProcess.NONE;
  }
}
