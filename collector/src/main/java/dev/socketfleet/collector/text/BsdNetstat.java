package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldProcess;

/**
 * The BSDs, macOS, AIX and HP-UX. Only macOS tells the process, with {@code -v}: older ones in a
 * column {@code pid}, newer ones as {@code process:pid}, where the name may have spaces.
 */
final class BsdNetstat implements NetstatParser.Dialect {

  private static final int UNTOLD = -1;

  private int pidColumn = UNTOLD;
  private int processColumn = UNTOLD;

  @Override
  public void learn(Words header) {
    int state = header.list().indexOf("(state)");
    pidColumn = behind(state, header.list().indexOf("pid"));
    processColumn = behind(state, header.list().indexOf("process:pid"));
  }

  private static int behind(int state, int column) {
    return state >= 0 && column > state ? column - state - 1 : UNTOLD;
  }

  /** The queues of a listener are always 0. */
  @Override
  public boolean hasAcceptQueues() {
    return false;
  }

  @Override
  public ToldProcess process(Words words, int from) {
    if (pidColumn != UNTOLD) {
      return ToldProcess.of(words.number(from + pidColumn), "");
    }
    return processColumn == UNTOLD ? ToldProcess.NONE : named(words, from + processColumn);
  }

  private static ToldProcess named(Words words, int from) {
    for (int i = from; i < words.size(); i++) {
      int colon = words.at(i).lastIndexOf(':');
      int pid = colon < 0 ? 0 : Words.number(words.at(i).substring(colon + 1));
      if (pid > 0) {
        String name = words.between(from, i) + " " + words.at(i).substring(0, colon);
        return ToldProcess.of(pid, name.strip());
      }
    }
    return ToldProcess.NONE;
  }
}
