package dev.socketfleet.common.states;

import dev.socketfleet.common.model.SocketState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The dictionary as plain text for a terminal: {@code socketfleet states}. Lines keep within the
 * width, except for commands, which stay whole so that they can be copied.
 */
public final class StateText {

  private static final String INDENT = "  ";
  private static final int STATE_COLUMN = 14;
  private static final int SIDE_COLUMN = 8;
  private static final int LABEL_COLUMN = 11;
  private static final int SYSTEM_COLUMN = 17;
  private static final int READING_COLUMN = 30;

  private final StateDictionary dictionary;
  private final int width;

  /**
   * A rendering for one terminal.
   *
   * @param width columns; columns of text never get narrower than 20
   */
  public StateText(StateDictionary dictionary, int width) {
    this.dictionary = dictionary;
    this.width = width;
  }

  /** All states and subjects in a table: name, side, what an excess means. */
  public String table() {
    TextPage page = new TextPage(width);
    tableRow(page, "STATE", "SIDE", "AN EXCESS MEANS");
    for (StateEntry entry : dictionary.entries()) {
      tableRow(page, entry.state().wireName(), entry.side().wireName(), entry.guidance().meaning());
    }
    for (Subject subject : dictionary.subjects()) {
      tableRow(page, subject.id(), "", subject.guidance().meaning());
    }
    return page.blank()
        .paragraph(
            "",
            "One in full: socketfleet states CLOSE_WAIT. What names and numbers mean:"
                + " socketfleet states notes.")
        .toString();
  }

  private static void tableRow(TextPage page, String state, String side, String meaning) {
    String label = "%-" + STATE_COLUMN + "s%-" + SIDE_COLUMN + "s";
    page.row("", STATE_COLUMN + SIDE_COLUMN, label.formatted(state, side).stripTrailing(), meaning);
  }

  /**
   * One page in full for whatever was typed: any spelling of a state, {@code listen_queue}, {@code
   * host} or {@code notes}. A spelling of several states gives a page for each.
   *
   * @throws IllegalArgumentException for anything else, with what was typed and what is accepted
   */
  public String page(String typed) {
    String id = typed.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    if (id.equals("notes")) {
      return notes();
    }
    Optional<Subject> subject =
        dictionary.subjects().stream().filter(it -> it.id().equals(id)).findFirst();
    if (subject.isPresent()) {
      return page(subject.get());
    }
    Set<SocketState> states = dictionary.parse(typed);
    return states.stream()
        .map(state -> page(dictionary.entry(state)))
        .collect(Collectors.joining("\n"));
  }

  /** One state in full. */
  public String page(StateEntry entry) {
    TextPage page =
        new TextPage(width)
            .heading("%s (%s)".formatted(entry.title(), entry.state().wireName()))
            .paragraph(INDENT, entry.definition())
            .heading("IN SHORT");
    label(page, "source", entry.reference());
    label(page, "side", entry.side().wireName() + ". " + entry.sideNote());
    if (!entry.peer().isEmpty()) {
      label(page, "peer", "usually " + wireNames(entry.peer()));
    }
    label(page, "lasts", entry.lifetime());
    entry.next().forEach(it -> label(page, "next", it.state().wireName() + ": " + it.when()));
    guidance(page, entry.guidance());
    page.heading("SPELLINGS");
    entry.spellings().forEach(it -> spelling(page, it));
    return page.toString();
  }

  /** One subject in full. */
  public String page(Subject subject) {
    TextPage page =
        new TextPage(width)
            .heading("%s (%s)".formatted(subject.title(), subject.id()))
            .paragraph(INDENT, subject.definition());
    guidance(page, subject.guidance());
    return page.toString();
  }

  /** What to know about all states, and the systems whose spellings are known. */
  public String notes() {
    TextPage page = new TextPage(width);
    dictionary.notes().forEach(it -> page.heading(it.title()).paragraph(INDENT, it.text()));
    page.heading("Systems");
    for (SystemEntry system : dictionary.systems()) {
      page.row(
          INDENT,
          SYSTEM_COLUMN,
          system.system().wireName(),
          system.title()
              + "; "
              + system.source()
              + system.numbering().map(it -> "; numbers: " + it).orElse("")
              + system.note().map(it -> ". " + it).orElse(""));
    }
    page.heading("Numbers");
    dictionary.numberings().forEach(it -> page.row(INDENT, SYSTEM_COLUMN, it.id(), it.note()));
    return page.toString();
  }

  private static void label(TextPage page, String label, String text) {
    page.row(INDENT, LABEL_COLUMN, label, text);
  }

  private static void guidance(TextPage page, Guidance guidance) {
    page.heading("AN EXCESS MEANS")
        .paragraph(INDENT, guidance.meaning())
        .paragraph(INDENT, guidance.explanation())
        .heading("FIRST CHECKS");
    guidance.checks().forEach(it -> check(page, it));
    readings(page, "COUNTERS", guidance.counters());
    readings(page, "LIMITS", guidance.limits());
    if (!guidance.rules().isEmpty()) {
      page.heading("WATCHED BY").paragraph(INDENT, String.join(", ", guidance.rules()));
    }
  }

  private static void check(TextPage page, Check check) {
    page.paragraph(INDENT, "[" + check.platform().wireName() + "] " + check.text())
        .verbatim(INDENT + INDENT + INDENT, check.example());
  }

  private static void readings(TextPage page, String heading, List<Reading> readings) {
    if (!readings.isEmpty()) {
      page.heading(heading);
      readings.forEach(it -> page.row(INDENT, READING_COLUMN, it.name(), it.tells()));
    }
  }

  private void spelling(TextPage page, Spelling spelling) {
    String names = String.join(", ", spelling.names());
    String numbers =
        spelling.numbers().stream().map(Object::toString).collect(Collectors.joining(", "));
    String numbered = numbers.isEmpty() ? names : names + " (" + numbers + ")";
    String shown =
        spelling.shownAs().map(it -> "shown as " + nameThere(spelling.system(), it)).orElse("");
    String text = joined(". ", joined("; ", numbered, shown), spelling.note().orElse(""));
    page.row(INDENT, SYSTEM_COLUMN, spelling.system().wireName(), text);
  }

  private static String joined(String separator, String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + separator + second;
  }

  /** What a system prints for a state. */
  private String nameThere(StateSystem system, SocketState state) {
    return dictionary.entry(state).spellings().stream()
        .filter(it -> it.system() == system)
        .flatMap(it -> it.names().stream())
        .findFirst()
        .orElse(state.wireName());
  }

  private static String wireNames(List<SocketState> states) {
    return states.stream().map(SocketState::wireName).collect(Collectors.joining(", "));
  }
}
