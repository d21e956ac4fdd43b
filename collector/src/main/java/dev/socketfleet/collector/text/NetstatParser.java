package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldProcess;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.SocketState;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * netstat of Linux (net-tools, busybox), the BSDs, macOS, AIX and HP-UX: {@code tcp 0 0 local
 * remote state}, with columns before and behind by option.
 */
final class NetstatParser implements RowParser {

  /** What a system's netstat has beyond what all have. */
  interface Dialect {

    /** A header, for where the columns behind the state are. */
    default void learn(Words header) {}

    /** Whether Recv-Q and Send-Q of a listener are the length and the limit of its queue. */
    boolean hasAcceptQueues();

    /**
     * Who holds the socket.
     *
     * @param from the first word behind the state
     */
    ToldProcess process(Words words, int from);
  }

  /** {@code netstat -L} of the BSDs: waiting, half-open, limit. */
  private static final Pattern LISTEN_QUEUE = Pattern.compile("(\\d{1,9})/(\\d{1,9})/(\\d{1,9})");

  private final StateWords states;
  private final SocketEnds ends;
  private final Dialect dialect;
  private final QueueOrder queues = new QueueOrder(0, 1);

  NetstatParser(StateWords states, SocketEnds ends, Dialect dialect) {
    this.states = states;
    this.ends = ends;
    this.dialect = dialect;
  }

  @Override
  public StateWords states() {
    return states;
  }

  @Override
  public Kind kind(Words words) {
    int header = words.list().indexOf("Proto");
    if (header >= 0) {
      queues.learn(words, header + 1);
      dialect.learn(words);
      return Kind.OTHER;
    }
    return listenQueue(words).isPresent() ? Kind.SOCKET : NetstatShape.kindOf(words);
  }

  @Override
  public Optional<TextRow> parse(Words words) {
    Optional<TextRow> listener = listenQueue(words);
    return listener.isPresent()
        ? listener
        : NetstatShape.of(words, states).map(shape -> row(words, shape));
  }

  private TextRow row(Words words, NetstatShape shape) {
    String word = shape.stateWord(words);
    SocketState state = states.of(word);
    boolean v6 = shape.isV6(words);
    TextRow row =
        TextRow.of(
            word,
            state,
            ends.parse(words.at(shape.local()), v6),
            ends.parse(words.at(shape.local() + 1), v6),
            v6);
    return withQueues(row, words, shape).withProcess(dialect.process(words, shape.behind()));
  }

  /** Old kernels print no limit: it is 0 then. */
  private TextRow withQueues(TextRow row, Words words, NetstatShape shape) {
    int received = queues.received(words, shape.protocol() + 1, shape.local());
    int toSend = queues.toSend(words, shape.protocol() + 1, shape.local());
    if (row.state() != SocketState.LISTEN) {
      return row.withQueues(received, toSend);
    }
    return dialect.hasAcceptQueues()
        ? row.withQueues(received, toSend == 0 ? SocketTable.UNKNOWN : toSend)
        : row;
  }

  /** Where the queue of a listener stands before its address, or -1. */
  static int listenQueueAt(Words words) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (LISTEN_QUEUE.matcher(words.at(i)).matches() && SocketEnds.isEnd(words.at(i + 1))) {
        return i;
      }
    }
    return -1;
  }

  /** macOS prints no protocol before it. */
  private Optional<TextRow> listenQueue(Words words) {
    int at = listenQueueAt(words);
    Matcher matcher = LISTEN_QUEUE.matcher(words.at(Math.max(0, at)));
    String protocol = at > 0 ? words.at(at - 1) : "";
    if (at < 0 || !matcher.matches() || Protocols.isOther(protocol)) {
      return Optional.empty();
    }
    boolean v6 = Protocols.isTcp(protocol) && Protocols.isV6(protocol);
    SocketEnd local = ends.parse(words.at(at + 1), v6);
    return Optional.of(
        TextRow.of("LISTEN", SocketState.LISTEN, local, SocketEnd.NONE, v6)
            .withQueues(Words.number(matcher.group(1)), Words.number(matcher.group(3))));
  }
}
