package dev.socketfleet.streams.topology;

import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.https;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.topology.DrivenStage.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLettersTest {

  @TempDir Path folder;

  private DrivenStage stage;

  @BeforeEach
  void open() {
    stage = new DrivenStage(folder, () -> RuleSet.EMPTY, State.EMPTY);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private static Snapshot good(long seq) {
    return snapshot("web-1", "b", seq, T0 + seq * 10, List.of(https(SocketState.ESTABLISHED, seq)));
  }

  private static String goodJson() {
    return new String(SnapshotCodec.encode(good(0)), UTF_8);
  }

  /** One way to be no snapshot. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bad(String name, byte @Nullable [] key, byte @Nullable [] value, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Bad bad(String name, String value, String reason) {
    return new Bad(name, "web-1".getBytes(UTF_8), value.getBytes(UTF_8), reason);
  }

  private static Bad edited(String name, String from, String to, String reason) {
    String json = goodJson();
    assertThat(json).contains(from);
    return bad(name, json.replace(from, to), reason);
  }

  static Stream<Bad> matrix() {
    String json = goodJson();
    byte[] notUtf8 = json.getBytes(UTF_8);
    notUtf8[json.indexOf("netlink")] = (byte) 0xFF;
    return Stream.of(
        new Bad("no key", null, json.getBytes(UTF_8), "empty"),
        new Bad("no value for what is no host", "web 1".getBytes(UTF_8), null, "empty"),
        new Bad("neither", null, null, "empty"),
        bad("text", "hello", "not_json"),
        bad("truncated", json.substring(0, json.length() / 2), "not_json"),
        bad("two documents", json + json, "not_json"),
        bad("deep", "[".repeat(100_000), "not_json"),
        bad("deep inside", json.replace("\"groups\":[", "\"x\":" + "[".repeat(5_000)), "not_json"),
        new Bad("not UTF-8", "web-1".getBytes(UTF_8), notUtf8, "not_json"),
        edited("a field twice", "\"seq\":0", "\"seq\":0,\"seq\":1", "not_json"),
        bad("oversized", json + " ".repeat(900_001), "too_large"),
        edited(
            "another schema", "socketfleet.snapshot/1", "socketfleet.snapshot/9", "wrong_schema"),
        bad("an array", "[]", "not_json"),
        bad("an empty object", "{}", "missing_field"),
        edited("no groups", "\"groups\"", "\"grups\"", "missing_field"),
        edited("a port beyond", "\"port\":443", "\"port\":70000", "invalid_field"),
        edited("a negative sequence", "\"seq\":0", "\"seq\":-1", "invalid_field"),
        edited("a huge number", "\"seq\":0", "\"seq\":1e999", "invalid_field"),
        edited(
            "an absurd time", "\"capturedAtMs\":" + T0, "\"capturedAtMs\":9e18", "invalid_field"),
        edited("a path as host", "web-1", "../../etc/passwd", "invalid_field"),
        new Bad("another key", "web-2".getBytes(UTF_8), json.getBytes(UTF_8), "key_mismatch"),
        new Bad(
            "a hostile key",
            "\u001b[2J\r\nweb-1".getBytes(UTF_8),
            json.getBytes(UTF_8),
            "key_mismatch"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void setsAsideWithTheReasonAndTheBytesAsTheyCame(Bad bad) {
    stage.pipe(good(0));
    stage.pipe(bad.key(), bad.value(), T0 + 5);

    List<TestRecord<byte[], byte[]>> dead = stage.deadLetters();
    assertThat(dead).hasSize(1);
    assertThat(dead.get(0).key()).isEqualTo(bad.key());
    assertThat(dead.get(0).value()).isEqualTo(bad.value());
    assertThat(DrivenStage.header(dead.get(0), "socketfleet.reason")).isEqualTo(bad.reason());
    assertThat(DrivenStage.header(dead.get(0), "socketfleet.source"))
        .isEqualTo("socketfleet.snapshots-0-1");
    assertThat(DrivenStage.header(dead.get(0), "socketfleet.detail"))
        .isNotEmpty()
        .matches("[^\\p{Cntrl}]{1,500}");
    assertThat(DrivenStage.header(dead.get(0), "sentAtMs")).isEqualTo(Long.toString(T0 + 5));
    assertThat(
            stage
                .meters
                .get("socketfleet.dead.letters")
                .tag("reason", bad.reason())
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void countsEveryGoodSnapshotAmongAThousandBadOnes() throws MalformedRecordException {
    List<Bad> matrix = matrix().toList();
    Random random = new Random(11);
    List<byte @Nullable []> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Bad bad = matrix.get(random.nextInt(matrix.size()));
      byte @Nullable [] value = i % 2 == 0 ? bad.value() : prefix(random);
      byte @Nullable [] key = i % 2 == 0 ? bad.key() : "web-1".getBytes(UTF_8);
      stage.pipe(key, value, T0 + i);
      sent.add(value);
      if (i % 10 == 0) {
        stage.pipe(good(i / 10));
      }
    }
    stage.tick(T0 + 80_000);

    List<TestRecord<byte[], byte[]>> dead = stage.deadLetters();
    assertThat(dead).hasSize(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(Arrays.equals(dead.get(i).value(), sent.get(i))).isTrue();
    }
    List<WindowCounts> closed = stage.counts();
    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).totals())
        .containsEntry(SocketState.ESTABLISHED, new Gauge(100, 0, 99, 49.5, 99));
    assertThat(stage.summary("web-1", T0).duplicates()).isZero();
  }

  /** Cut anywhere, so that it is no JSON. */
  private static byte[] prefix(Random random) {
    byte[] whole = SnapshotCodec.encode(good(7));
    return Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
  }
}
