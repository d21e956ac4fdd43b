package dev.socketfleet.collector.source;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.collector.CollectorMain;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.states.StateSystem;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What all sources promise: they tell the states that {@code ss -tan} tells, socket by socket, for
 * real sockets in every state.
 */
class SocketSourceContractIT {

  /** What {@link SocketStatesProgram} makes, as {@code ss} shows it. */
  private static final Map<SocketState, Long> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              entry(SocketState.LISTEN, 8L),
              entry(SocketState.ESTABLISHED, 30L),
              entry(SocketState.SYN_SENT, 13L),
              entry(SocketState.SYN_RECEIVED, 4L),
              entry(SocketState.FIN_WAIT_1, 3L),
              entry(SocketState.FIN_WAIT_2, 16L),
              entry(SocketState.CLOSE_WAIT, 7L),
              entry(SocketState.CLOSING, 2L),
              entry(SocketState.LAST_ACK, 7L),
              entry(SocketState.TIME_WAIT, 11L)));

  private static final long BOUND = 2;

  private static final StateDictionary DICTIONARY = StateDictionary.load();

  private static @Nullable OwnNamespace namespace;

  /** One line that {@link CaptureProgram} prints for a socket. */
  private record Row(
      SocketState state,
      int family,
      String local,
      int localPort,
      int remotePort,
      int receiveQueue,
      int sendQueue,
      int v6only) {

    static Row parse(String line) {
      String[] words = line.split(" ", -1);
      return new Row(
          SocketState.ofWireName(words[2]).orElseThrow(),
          Integer.parseInt(words[3]),
          words[4],
          Integer.parseInt(words[5]),
          Integer.parseInt(words[7]),
          Integer.parseInt(words[8]),
          Integer.parseInt(words[9]),
          Integer.parseInt(words[10]));
    }
  }

  @BeforeAll
  static void makeSockets() throws IOException, InterruptedException {
    OwnNamespace.requireRightsAnd("ip", "nft", "ss", "nsenter");
    namespace = OwnNamespace.start(SocketStatesProgram.class);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(countsOfSs()).isEqualTo(EXPECTED));
  }

  @AfterAll
  static void dropSockets() {
    if (namespace != null) {
      namespace.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void countsEveryStateAsSsDoes(String source) throws IOException, InterruptedException {
    List<String> output = capture(source);
    Map<SocketState, Long> counts = new TreeMap<>();
    rows(output).forEach(row -> counts.merge(row.state(), 1L, Long::sum));
    Long bound = counts.remove(SocketState.BOUND);

    assertThat(counts).isEqualTo(countsOfSs()).isEqualTo(EXPECTED);
    assertThat(bound)
        .as("only netlink shows bound")
        .isEqualTo(source.equals("netlink") ? BOUND : null);
    assertThat(output).contains("source " + source, "complete true");
    assertThat(output)
        .filteredOn(line -> line.startsWith("namespace "))
        .containsExactly("namespace 0 host " + own().inode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void theCommandPrintsTheTotalsOfSs(String source)
      throws IOException, InterruptedException, MalformedRecordException {
    Snapshot snapshot = collect(source);
    assertThat(snapshot.source()).isEqualTo(source);
    assertThat(snapshot.complete()).isTrue();
    assertThat(countsOfSs()).isEqualTo(EXPECTED);
    EXPECTED.forEach(
        (state, count) ->
            assertThat(snapshot.totals().count(state)).as(state.wireName()).isEqualTo(count));
    long seen = EXPECTED.values().stream().mapToLong(Long::longValue).sum();
    assertThat(snapshot.totals().total())
        .as("nothing else but bound, which only netlink shows")
        .isEqualTo(source.equals("netlink") ? seen + BOUND : seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void theCommandPutsEachSocketOnItsSideAndPort(String source)
      throws IOException, InterruptedException, MalformedRecordException {
    Map<String, Long> found = new TreeMap<>();
    for (Group group : collect(source).groups()) {
      group
          .counts()
          .forEach(
              (state, count) -> {
                if (state != SocketState.BOUND) {
                  found.merge(group.endpoint() + " " + state.wireName(), count, Long::sum);
                }
              });
    }
    assertThat(found)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry("server:7100 listen", 1L),
                entry("server:7100 established", 7L),
                entry("server:7100 close_wait", 7L),
                entry("client:7100 established", 7L),
                entry("client:7100 fin_wait_2", 7L),
                entry("client:7100 time_wait", 11L),
                entry("client:7101 syn_sent", 9L),
                entry("server:7102 listen", 1L),
                entry("server:7102 syn_received", 4L),
                entry("client:7102 syn_sent", 4L),
                entry("server:7103 listen", 1L),
                entry("server:7103 established", 3L),
                entry("server:7103 fin_wait_2", 2L),
                entry("client:7103 fin_wait_1", 3L),
                entry("client:7103 closing", 2L),
                entry("server:7104 listen", 1L),
                entry("server:7104 last_ack", 7L),
                entry("client:7104 fin_wait_2", 7L),
                entry("server:7105 listen", 1L),
                entry("server:7106 listen", 2L),
                entry("server:7107 listen", 1L),
                entry("server:7107 established", 4L),
                entry("client:7107 established", 4L),
                entry("server:7108 established", 1L),
                entry("server:7109 established", 2L),
                entry("client:7109 established", 2L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs"})
  void theCommandNamesTheOwnerAlsoOfWhatNobodyHolds(String source)
      throws IOException, InterruptedException, MalformedRecordException {
    for (Group group : collect(source).groups()) {
      boolean orphans =
          group.endpoint().role() == Role.CLIENT
              && (group.counts().count(SocketState.TIME_WAIT) > 0
                  || group.counts().count(SocketState.FIN_WAIT_2) == 1);
      assertThat(group.process().map(process -> (long) process.pid()).orElse(0L))
          .as(group.toString())
          .isEqualTo(orphans ? 0 : own().pid());
    }
  }

  @Test
  void theCommandKeepsTheFullestOfSharedListenersApart()
      throws IOException, InterruptedException, MalformedRecordException {
    Snapshot snapshot = collect("netlink");
    assertThat(listen(snapshot, SocketStatesProgram.FULL).fullest())
        .isEqualTo(
            new ListenQueue.Fullest(SocketStatesProgram.BACKLOG + 1, SocketStatesProgram.BACKLOG));
    ListenQueue shared = listen(snapshot, SocketStatesProgram.SHARED);
    assertThat(shared.sockets()).isEqualTo(2);
    assertThat(shared.limit()).isEqualTo(20 + 21);
  }

  private static ListenQueue listen(Snapshot snapshot, int port) {
    return snapshot.groups().stream()
        .filter(group -> group.endpoint().equals(new Endpoint(Role.SERVER, port)))
        .flatMap(group -> group.listen().stream())
        .findFirst()
        .orElseThrow();
  }

  private static Snapshot collect(String source)
      throws IOException, InterruptedException, MalformedRecordException {
    List<String> output =
        own().runJava(CollectorMain.class, "--once", "--print", "--json", "--source", source);
    assertThat(output).hasSize(1);
    return SnapshotCodec.decode(output.get(0).getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void tellsTheFullAcceptQueue(String source) throws IOException, InterruptedException {
    List<Row> full =
        rows(capture(source)).stream()
            .filter(row -> row.localPort() == SocketStatesProgram.FULL)
            .filter(row -> row.state() == SocketState.LISTEN)
            .toList();
    assertThat(full).hasSize(1);
    assertThat(full.get(0).receiveQueue()).isEqualTo(SocketStatesProgram.BACKLOG + 1);
    assertThat(full.get(0).sendQueue())
        .isEqualTo(source.equals("netlink") ? SocketStatesProgram.BACKLOG : SocketTable.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void keepsBothListenersOfASharedPort(String source) throws IOException, InterruptedException {
    assertThat(rows(capture(source)))
        .filteredOn(row -> row.localPort() == SocketStatesProgram.SHARED)
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void tellsIpv4OverADualStackListenerAsIpv4(String source)
      throws IOException, InterruptedException {
    assertThat(rows(capture(source)))
        .filteredOn(row -> row.state() == SocketState.CLOSE_WAIT)
        .hasSize(7)
        .allSatisfy(
            row -> {
              assertThat(row.family()).isEqualTo(SocketTable.IPV6);
              assertThat(row.local()).isEqualTo("127.0.0.1");
              assertThat(row.localPort()).isEqualTo(SocketStatesProgram.DUAL_STACK);
            });
  }

  @Test
  void netlinkTellsThatTheDualStackListenerTakesBothFamilies()
      throws IOException, InterruptedException {
    assertThat(rows(capture("netlink")))
        .filteredOn(row -> row.localPort() == SocketStatesProgram.DUAL_STACK)
        .filteredOn(row -> row.state() == SocketState.LISTEN)
        .extracting(Row::v6only)
        .containsExactly(0);
  }

  private static OwnNamespace own() {
    OwnNamespace started = namespace;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  private static List<String> capture(String source) throws IOException, InterruptedException {
    return own().runJava(CaptureProgram.class, source, "auto");
  }

  private static List<Row> rows(List<String> output) {
    return output.stream().filter(line -> line.startsWith("row ")).map(Row::parse).toList();
  }

  private static Map<SocketState, Long> countsOfSs() throws IOException, InterruptedException {
    Map<SocketState, Long> counts = new TreeMap<>();
    for (String line : own().run("ss", "-tanH")) {
      String name = line.substring(0, line.indexOf(' '));
      counts.merge(DICTIONARY.ofName(StateSystem.LINUX_SS, name), 1L, Long::sum);
    }
    return counts;
  }
}
