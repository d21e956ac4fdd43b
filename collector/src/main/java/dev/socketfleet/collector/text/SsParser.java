package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldProcess;
import dev.socketfleet.common.model.SocketState;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ss of iproute2: {@code [netid] state Recv-Q Send-Q local remote}, then what the options add, in
 * the same line or in one below. The Netid column is only there when several protocols are shown.
 */
final class SsParser implements RowParser {

  private static final Pattern USERS =
      Pattern.compile("users:\\(\\(\"([^\"]*+)\",(?:pid=)?(\\d{1,9})");
  private static final Pattern UID = Pattern.compile("\\buid:(\\d{1,10})\\b");
  private static final Pattern CGROUP = Pattern.compile("\\bcgroup:(/\\S*+)");

  /** Foreign columns, netid and state before the queues. */
  private static final int LAST_QUEUE_COLUMN = 10;

  private static final int NO_ROW = -1;

  private static final String UNCONNECTED = "UNCONN";

  private final StateWords states;
  private final SocketEnds ends;
  private final QueueOrder queues = new QueueOrder(0, 1);
  private boolean oldHeader;
  private boolean unconnectedWithoutProtocol;
  private boolean tcpForSure;

  SsParser(StateWords states, SocketEnds ends) {
    this.states = states;
    this.ends = ends;
  }

  @Override
  public StateWords states() {
    return states;
  }

  @Override
  public Kind kind(Words words) {
    if (words.list().contains("Recv-Q")) {
      queues.learn(words);
      oldHeader = !words.list().contains("Process");
      return Kind.OTHER;
    }
    int queuesAt = queuesAt(words);
    int netid = Protocols.find(words);
    if (netid >= 0 && (netid == 0 || netid < queuesAt)) {
      return Protocols.isTcp(words.at(netid)) ? tcp(words, queuesAt) : Kind.OTHER;
    }
    boolean begins = queuesAt != NO_ROW || isPrinted(words.at(0));
    return begins ? withoutProtocol(words, queuesAt) : Kind.REST;
  }

  /**
   * ss before 2014 labels UDP rows as tcp. A real TCP socket in this state is only shown by {@code
   * -B}, which is younger than the last column of the header.
   */
  private Kind tcp(Words words, int queuesAt) {
    tcpForSure = true;
    return oldHeader && stateWord(words, queuesAt).equals(UNCONNECTED) ? Kind.OTHER : Kind.SOCKET;
  }

  private Kind withoutProtocol(Words words, int queuesAt) {
    String state = stateWord(words, queuesAt);
    unconnectedWithoutProtocol |= state.equals(UNCONNECTED);
    tcpForSure |= !state.equals(UNCONNECTED) && !state.equals("ESTAB") && states.isState(state);
    return Kind.SOCKET;
  }

  private boolean isPrinted(String word) {
    return states.isState(word) && word.equals(word.toUpperCase(java.util.Locale.ROOT));
  }

  /** Where two numbers and an end stand in a row. */
  private static int queuesAt(Words words) {
    for (int i = 0; i <= LAST_QUEUE_COLUMN && i + 2 < words.size(); i++) {
      if (words.isNumber(i) && words.isNumber(i + 1) && isEnd(words.at(i + 2))) {
        return i;
      }
    }
    return NO_ROW;
  }

  /** The port is behind a colon always. */
  private static boolean isEnd(String word) {
    return SocketEnds.separatorOf(word) == ':';
  }

  /** Empty where ss leaves the column out, because it was asked for one state only. */
  private static String stateWord(Words words, int queuesAt) {
    String word = queuesAt > 0 ? words.at(queuesAt - 1) : "";
    return Protocols.isTcp(word) ? "" : word;
  }

  @Override
  public Optional<TextRow> parse(Words words) {
    int at = queuesAt(words);
    return at == NO_ROW || !isEnd(words.at(at + 3))
        ? Optional.empty()
        : Optional.of(row(words, at));
  }

  private TextRow row(Words words, int at) {
    String word = stateWord(words, at);
    SocketEnd local = ends.parse(words.at(at + 2), true);
    SocketEnd remote = ends.parse(words.at(at + 3), local.v6() || local.any());
    // A star is both families in one socket; a new ss writes 0.0.0.0 and [::] for one alone.
    return detailed(
        TextRow.of(word, state(word, local), local, remote, local.any())
            .withQueues(queues.received(words, at, at + 2), queues.toSend(words, at, at + 2)),
        words);
  }

  private SocketState state(String word, SocketEnd local) {
    SocketState state = states.of(word);
    return state == SocketState.CLOSED && local.port() != 0 ? SocketState.BOUND : state;
  }

  @Override
  public TextRow detailed(TextRow row, Words rest) {
    String text = rest.between(0, rest.size());
    Matcher users = USERS.matcher(text);
    Matcher uid = UID.matcher(text);
    Matcher cgroup = CGROUP.matcher(text);
    ToldProcess process =
        users.find()
            ? ToldProcess.of(Words.number(users.group(2)), users.group(1))
            : ToldProcess.NONE;
    ToldProcess more =
        new ToldProcess(
            0, "", uid.find() ? uid.group(1) : "", cgroup.find() ? cgroup.group(1) : "");
    return row.withProcess(row.process().or(process).or(more));
  }

  /** Without Netid nothing tells {@code ss -u} from {@code ss -t} but the states. */
  @Override
  public void end(ReadRows rows) {
    if (unconnectedWithoutProtocol && !tcpForSure) {
      rows.truncate(0);
      rows.faults()
          .remark(
              "text: rows in no other state than UNCONN and ESTAB are UDP and were not counted;"
                  + " ss -t prints TCP");
    }
  }
}
