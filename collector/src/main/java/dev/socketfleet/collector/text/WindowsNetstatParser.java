package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldProcess;
import dev.socketfleet.common.model.SocketState;
import java.util.Optional;

/**
 * netstat of Windows: {@code TCP local remote state}, with {@code -o} the process id behind it,
 * with {@code -b} the program in brackets in a line below. States and headers follow the language
 * of the system; a state may be several words.
 */
final class WindowsNetstatParser implements RowParser {

  /** The kernel itself, on every Windows since NT. */
  private static final int SYSTEM_PID = 4;

  private final StateWords states;
  private final SocketEnds ends;

  WindowsNetstatParser(StateWords states, SocketEnds ends) {
    this.states = states;
    this.ends = ends;
  }

  @Override
  public StateWords states() {
    return states;
  }

  @Override
  public Kind kind(Words words) {
    return NetstatShape.kindOf(words);
  }

  @Override
  public Optional<TextRow> parse(Words words) {
    return NetstatShape.of(words, states).map(shape -> row(words, shape));
  }

  private TextRow row(Words words, NetstatShape shape) {
    int from = shape.local() + 2;
    int pidAt = from;
    while (pidAt < words.size() && !words.isNumber(pidAt)) {
      pidAt++;
    }
    String word = shape.stateWord(words);
    if (!states.isState(word)) {
      word = words.between(from, pidAt);
    }
    SocketState state = states.of(word);
    SocketEnd local = ends.parse(words.at(shape.local()), shape.isV6(words));
    SocketEnd remote = ends.parse(words.at(shape.local() + 1), local.v6());
    return TextRow.of(word, state, local, remote, shape.isV6(words))
        .withProcess(process(Math.max(0, words.number(pidAt))));
  }

  private static ToldProcess process(int pid) {
    return ToldProcess.of(pid, pid == SYSTEM_PID ? "System" : "");
  }

  @Override
  public TextRow detailed(TextRow row, Words rest) {
    String text = rest.between(0, rest.size());
    return text.startsWith("[") && text.endsWith("]") && text.length() > 2
        ? row.withProcess(row.process().or(ToldProcess.of(0, text.substring(1, text.length() - 1))))
        : row;
  }
}
