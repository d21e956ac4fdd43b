package dev.socketfleet.collector.text;

import dev.socketfleet.common.model.Quoted;
import java.util.ArrayList;
import java.util.List;

/**
 * What could not be understood in one input: counts, and the text of the first few. Owned by one
 * thread.
 */
final class TextFaults {

  private static final int TOLD = 3;

  /** Faults of one kind. */
  private static final class Kind {
    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String text) {
      if (count++ < TOLD) {
        first.add(text);
      }
    }

    void tell(String summary, List<String> into) {
      into.addAll(first);
      if (count > TOLD) {
        into.add("%d %s in all".formatted(count, summary));
      }
    }
  }

  private final String input;
  private final Kind unknownStates = new Kind();
  private final Kind unreadable = new Kind();
  private final Kind unknownPorts = new Kind();
  private final List<String> remarks = new ArrayList<>();
  private boolean incomplete;

  /**
   * No faults yet.
   *
   * @param input name of the file, for messages
   */
  TextFaults(String input) {
    this.input = Quoted.of(input);
  }

  void unknownState(long line, String state, String text) {
    String what =
        state.isEmpty()
            ? "there is no state"
            : "state '%s' is not known".formatted(Quoted.of(state));
    unknownStates.add(
        "%s line %d: %s. The socket was counted as unknown: %s"
            .formatted(input, line, what, Quoted.of(text.strip())));
  }

  /** The line is a TCP socket that cannot be counted. */
  void unreadable(long line, String text) {
    incomplete = true;
    unreadable.add(
        "%s line %d: a TCP socket without readable addresses was not counted: %s"
            .formatted(input, line, Quoted.of(text.strip())));
  }

  void unknownPort(long line, String name) {
    unknownPorts.add(
        "%s line %d: port '%s' is no number and no service that is known. It was counted as port 0;"
                .formatted(input, line, Quoted.of(name))
            + " print numbers (-n)");
  }

  /** Something about the whole input; said once however often it happens. */
  void remark(String text) {
    if (!remarks.contains(text)) {
      remarks.add(text);
    }
  }

  /** A part of the input is missing, and why. */
  void incomplete(String text) {
    incomplete = true;
    remark(input + ": " + text);
  }

  boolean isComplete() {
    return !incomplete;
  }

  /** For people: the first faults of each kind and how many there were. */
  List<String> messages() {
    List<String> messages = new ArrayList<>(remarks);
    unreadable.tell("sockets that were not counted", messages);
    unknownStates.tell("sockets in states that are not known", messages);
    unknownPorts.tell("ports that are not known", messages);
    return messages;
  }
}
