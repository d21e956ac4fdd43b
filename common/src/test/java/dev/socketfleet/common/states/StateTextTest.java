package dev.socketfleet.common.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTextTest {

  private final StateDictionary dictionary = StateDictionary.load();
  private final StateText text = new StateText(dictionary, 80);

  @Test
  void theTableNamesEveryStateItsSideAndWhatAnExcessMeans() {
    assertThat(text.table())
        .startsWith("STATE         SIDE    AN EXCESS MEANS\n")
        .contains(
            """
            close_wait    both    The peers have closed these connections and this program
                                  has not: it leaks sockets or is stuck, and no timer will
                                  end them.
            """)
        .contains("\nlisten_queue          The program does not accept");
  }

  @Test
  void onePageTellsAllAboutAState() {
    assertThat(text.page("CLOSE_WAIT"))
        .startsWith("CLOSE-WAIT (close_wait)\n  The peer has closed its side")
        .containsSubsequence(
            "\nIN SHORT\n  source     RFC 9293 section 3.3.2\n  side       both. ",
            "\n  lasts      As long as the program takes",
            "\n  next       last_ack: ",
            "\nAN EXCESS MEANS\n",
            "\nFIRST CHECKS\n",
            "\n      ss -tnpe state close-wait '( sport = :PORT )' | head -40\n",
            "\nCOUNTERS\n",
            "\nLIMITS\n  RLIMIT_NOFILE",
            "\nWATCHED BY\n  close-wait-high, close-wait-old",
            "\nSPELLINGS\n",
            "\n  linux-kernel     TCP_CLOSE_WAIT (8)\n",
            "\n  tcp-mib          closeWait (8)\n");
  }

  @Test
  void aSpellingOfTwoStatesGivesBothPages() {
    assertThat(text.page("FIN_WAIT"))
        .contains("FIN-WAIT-1 (fin_wait_1)", "\nFIN-WAIT-2 (fin_wait_2)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listen_queue", "LISTEN-QUEUE", " host "})
  void subjectsHavePagesToo(String typed) {
    assertThat(text.page(typed)).contains("FIRST CHECKS", "WATCHED BY").doesNotContain("SPELLINGS");
  }

  @Test
  void whatASystemShowsUnderAnotherNameIsSaid() {
    assertThat(text.page("bound"))
        .contains("\n  aix              shown as CLOSED. On rows whose addresses are *.*.\n")
        .contains(
            "\n  linux-kernel     TCP_BOUND_INACTIVE, BOUND_INACTIVE (13); shown as TCP_CLOSE.\n");
  }

  @Test
  void theNotesTellWhatASocketIsAndNameAllSystems() {
    assertThat(text.page("notes")).startsWith("A socket is not a port\n");
    for (StateSystem system : StateSystem.values()) {
      assertThat(text.notes()).contains("\n  " + system.wireName() + " ");
    }
  }

  @Test
  void whatIsNoStateIsRefused() {
    assertThatThrownBy(() -> text.page("esatblished"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("Did you mean established?");
  }

  @ParameterizedTest
  @ValueSource(ints = {72, 80, 132})
  void linesKeepWithinTheWidthExceptForCommands(int width) {
    StateText sized = new StateText(dictionary, width);
    List<String> commands = commands();
    assertThat(pages(sized).flatMap(String::lines).filter(it -> !commands.contains(it.strip())))
        .allMatch(it -> it.length() <= width)
        .anyMatch(it -> it.length() > width - 8);
  }

  @Test
  void commandsStayWholeOnTheNarrowestTerminal() {
    assertThat(pages(new StateText(dictionary, 0)).flatMap(String::lines).map(String::strip))
        .containsAll(commands());
  }

  private Stream<String> pages(StateText sized) {
    return Stream.of(
            Stream.of(sized.table(), sized.notes()),
            dictionary.entries().stream().map(sized::page),
            dictionary.subjects().stream().map(sized::page))
        .flatMap(it -> it);
  }

  private List<String> commands() {
    return Stream.concat(
            dictionary.entries().stream().map(StateEntry::guidance),
            dictionary.subjects().stream().map(Subject::guidance))
        .flatMap(it -> it.checks().stream())
        .map(Check::example)
        .toList();
  }
}
