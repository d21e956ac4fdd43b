package dev.socketfleet.common.states;

import static dev.socketfleet.common.model.SocketState.BOUND;
import static dev.socketfleet.common.model.SocketState.CLOSED;
import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_1;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_2;
import static dev.socketfleet.common.model.SocketState.LISTEN;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;
import static dev.socketfleet.common.model.SocketState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.model.SocketState;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateDictionaryTest {

  private final StateDictionary dictionary = StateDictionary.load();

  @ParameterizedTest
  @CsvSource({
    "LISTENING, listen",
    "ESTAB, established",
    "SYN_RCVD, syn_received",
    "syn-recv, syn_received",
    "NEW_SYN_RECV, syn_received",
    "SynReceived, syn_received",
    "SYN_SEND, syn_sent",
    "FinWait1, fin_wait_1",
    "fin wait 2, fin_wait_2",
    "closewait, close_wait",
    "Close-Wait, close_wait",
    "closeWait(8), close_wait",
    "TCPS_CLOSE_WAIT, close_wait",
    "MIB_TCP_STATE_LAST_ACK, last_ack",
    "TIMED_WAIT, time_wait",
    "UNCONN, closed",
    "DELETE_TCB, closed",
    "deleteTCB, closed",
    "IDLE, bound",
    "BOUND_INACTIVE, bound",
    "NONE, unknown",
    "'  time_wait\t', time_wait",
  })
  void everySpellingIsUnderstood(String typed, String wireName) {
    assertThat(dictionary.parse(typed)).extracting(SocketState::wireName).containsExactly(wireName);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FIN_WAIT", "fin-wait", "FinWait", "fin wait"})
  void finWaitMeansBothOfItsStates(String typed) {
    assertThat(dictionary.parse(typed)).containsExactlyInAnyOrder(FIN_WAIT_1, FIN_WAIT_2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "_", "(8)", "4", "CLOSE_WAIT;", "ABHÖREN", "lısten", "ſyn_sent", "NULL"})
  void whatNoSystemWritesIsNotFound(String typed) {
    assertThat(dictionary.find(typed)).isEmpty();
  }

  @Test
  void theLanguageOfTheMachineChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(StateDictionary.load().find("listening")).contains(Set.of(LISTEN));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aTypingErrorIsAnsweredWithTheNearestStates() {
    assertThatThrownBy(() -> dictionary.parse("clsoe_wait"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "state was 'clsoe_wait' but it must be one of closed, listen, syn_sent, syn_received,"
                + " established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait,"
                + " bound, unknown, or any system's spelling of one. Did you mean close_wait?");
  }

  @Test
  void aNumberIsRefusedWithWhatItMeansWhere() {
    assertThatThrownBy(() -> dictionary.parse("4"))
        .hasMessage(
            "state was '4' but it must be one of closed, listen, syn_sent, syn_received,"
                + " established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait,"
                + " bound, unknown. A number means another state on each system: 4 is syn_received"
                + " on windows-mib and powershell and tcp-mib, established on freebsd and macos and"
                + " openbsd, fin_wait_1 on linux-kernel, last_ack on solaris and hpux.");
    assertThatThrownBy(() -> dictionary.parse("99999999999999999999"))
        .hasMessageEndingWith("A number means another state on each system.");
  }

  @Test
  void hostileInputIsCutAndCleanedInTheMessage() {
    assertThatThrownBy(() -> dictionary.parse("\u001b[31m" + "x".repeat(100_000)))
        .hasMessageStartingWith("state was '?[31m" + "x".repeat(75) + "...' but")
        .hasMessageEndingWith("or any system's spelling of one.");
  }

  @Test
  void theSameNumberIsAnotherStateElsewhere() {
    assertThat(dictionary.ofNumber(StateSystem.LINUX_KERNEL, 4)).isEqualTo(FIN_WAIT_1);
    assertThat(dictionary.ofNumber(StateSystem.WINDOWS_MIB, 4)).isEqualTo(SYN_RECEIVED);
    assertThat(dictionary.ofNumber(StateSystem.FREEBSD, 4)).isEqualTo(ESTABLISHED);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -7, 14, 255, Integer.MAX_VALUE})
  void anUnknownNumberIsUnknownOnEverySystem(int number) {
    for (StateSystem system : StateSystem.values()) {
      assertThat(dictionary.ofNumber(system, number)).isEqualTo(UNKNOWN);
    }
  }

  @Test
  void aSystemsNameIsReadAsThatSystemMeansIt() {
    assertThat(dictionary.ofName(StateSystem.LINUX_SS, "UNCONN")).isEqualTo(CLOSED);
    assertThat(dictionary.ofName(StateSystem.SOLARIS, "IDLE")).isEqualTo(BOUND);
    assertThat(dictionary.ofName(StateSystem.OSHI, "NONE")).isEqualTo(UNKNOWN);
  }

  @Test
  void aNameThatOnlyOtherSystemsUseIsUnderstood() {
    assertThat(dictionary.ofName(StateSystem.LINUX_NETSTAT, "SYN_RECEIVED"))
        .isEqualTo(SYN_RECEIVED);
    assertThat(dictionary.ofName(StateSystem.AIX, "CloseWait")).isEqualTo(CLOSE_WAIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FIN_WAIT", "4", "ABHÖREN", "quite else"})
  void aNameWithoutOneMeaningIsUnknown(String name) {
    assertThat(dictionary.ofName(StateSystem.LINUX_NETSTAT, name)).isEqualTo(UNKNOWN);
  }

  @Test
  void aCallerCannotChangeTheDictionary() {
    dictionary.find("LISTEN").orElseThrow().clear();
    assertThat(dictionary.find("LISTEN")).contains(Set.of(LISTEN));
  }

  @Test
  void aSubjectThatDoesNotExistIsRefusedByName() {
    assertThat(dictionary.subject("listen_queue").guidance().rules())
        .containsExactly("listen-queue-full", "listen-overflows", "fleet-same-trouble");
    assertThatThrownBy(() -> dictionary.subject("queue"))
        .hasMessage(
            "subject was 'queue' but it must be one of [listen_queue, host, syn_queue, kernel_counter,"
                + " ephemeral_ports, listener_gone, host_clock, host_snapshots, host_identity,"
                + " watchdog]");
  }
}
