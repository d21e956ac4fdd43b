package dev.socketfleet.collector.text;

import java.util.Optional;

/**
 * Where things stand in a row of netstat: protocol, numbers, local and remote end, state; whatever
 * else is before, between state and remote end, or behind.
 *
 * @param protocol the word with it
 * @param local the word with the local end; the remote one is next
 * @param state the word with the state; {@link #NO_STATE} when there is none
 */
record NetstatShape(int protocol, int local, int state) {

  /** The row has no word for it. */
  static final int NO_STATE = -1;

  /** The shape of a row with both ends, or empty. */
  static Optional<NetstatShape> of(Words words, StateWords states) {
    int protocol = Protocols.find(words);
    int local = protocol < 0 ? 0 : words.skipNumbers(protocol + 1);
    return protocol >= 0
            && SocketEnds.isEnd(words.at(local))
            && SocketEnds.isEnd(words.at(local + 1))
        ? Optional.of(new NetstatShape(protocol, local, state(words, local + 2, states)))
        : Optional.empty();
  }

  /**
   * The first word that is a state; else the one behind the ends unless it is a number. Farther
   * behind, a word in lower case is a user or prose.
   */
  private static int state(Words words, int from, StateWords states) {
    for (int i = from; i < words.size(); i++) {
      if (states.isState(words.at(i)) && (i == from || !hasLowerCase(words.at(i)))) {
        return i;
      }
    }
    return from < words.size() && !words.isNumber(from) ? from : NO_STATE;
  }

  private static boolean hasLowerCase(String word) {
    return word.chars().anyMatch(Character::isLowerCase);
  }

  /**
   * Whether a line is the begin of a row, and of which protocol. A TCP row may be cut behind its
   * protocol when that is the first word, and within its local end when both queues are there.
   */
  static RowParser.Kind kindOf(Words words) {
    int protocol = Protocols.find(words);
    if (protocol < 0) {
      return words.list().contains("Proto") || words.list().contains("Active")
          ? RowParser.Kind.OTHER
          : RowParser.Kind.REST;
    }
    if (!Protocols.isTcp(words.at(protocol))) {
      return RowParser.Kind.OTHER;
    }
    int next = words.skipNumbers(protocol + 1);
    boolean part = next == 1 && words.size() == 2 && isPartOfEnd(words.at(1));
    boolean cut = protocol == 0 && (next == words.size() || part);
    boolean queued = next > protocol + 2 && next < words.size();
    return cut || queued || SocketEnds.isEnd(words.at(next))
        ? RowParser.Kind.SOCKET
        : RowParser.Kind.REST;
  }

  /** Of the local end of Windows, which has no queues before it. */
  private static boolean isPartOfEnd(String word) {
    return word.startsWith("[") || (Character.isDigit(word.charAt(0)) && word.indexOf('.') > 0);
  }

  /** The first word behind all this. */
  int behind() {
    return state == NO_STATE ? local + 2 : state + 1;
  }

  String stateWord(Words words) {
    return state == NO_STATE ? "" : words.at(state);
  }

  boolean isV6(Words words) {
    return Protocols.isV6(words.at(protocol));
  }
}
