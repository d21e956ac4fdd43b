package dev.socketfleet.common.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no alert and no window is told with reason, place and value. */
class TreeRefusalTest {

  private static void refuses(RecordKind kind, byte[] json, Reason reason, String message) {
    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(() -> kind.decode(json))
        .withMessage(message)
        .extracting(MalformedRecordException::reason)
        .isEqualTo(reason);
  }

  private static void refuses(RecordKind kind, String json, Reason reason, String message) {
    refuses(kind, json.getBytes(UTF_8), reason, message);
  }

  private static void refuses(RecordKind kind, JsonNode json, Reason reason, String message) {
    refuses(kind, json.toString(), reason, message);
  }

  private static RecordKind kind(String name) {
    return name.equals("alert") ? RecordKind.ALERT : RecordKind.WINDOW;
  }

  private static JsonNode full(RecordKind kind) {
    return RecordKind.tree(kind.golden(kind == RecordKind.ALERT ? "resolved" : "host"));
  }

  private static String path(String pointer) {
    return pointer.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
  }

  private static JsonNode with(RecordKind kind, String pointer, String value) {
    JsonNode json = full(kind);
    JsonPointer at = JsonPointer.compile(pointer);
    assertThat(json.at(at).isMissingNode()).as(pointer).isFalse();
    JsonNode replacement = RecordKind.tree(value.getBytes(UTF_8));
    if (json.at(at.head()) instanceof ArrayNode array) {
      array.set(at.last().getMatchingIndex(), replacement);
    } else {
      ((ObjectNode) json.at(at.head())).set(at.last().getMatchingProperty(), replacement);
    }
    return json;
  }

  @ParameterizedTest
  @CsvSource({
    "alert, /schema",
    "alert, /id",
    "alert, /transition",
    "alert, /revision",
    "alert, /status",
    "alert, /severity",
    "alert, /rule",
    "alert, /rule/id",
    "alert, /rule/kind",
    "alert, /rule/revision",
    "alert, /scope",
    "alert, /port",
    "alert, /labels",
    "alert, /startedAt",
    "alert, /updatedAt",
    "alert, /summary",
    "alert, /meaning",
    "alert, /checks",
    "alert, /evidence",
    "alert, /evidence/owners",
    "alert, /evidence/owners/0/kind",
    "alert, /evidence/owners/0/count",
    "alert, /evidence/peers",
    "alert, /evidence/peers/1/address",
    "alert, /evidence/peers/1/count",
    "alert, /evidence/listen/sockets",
    "alert, /evidence/listen/queued",
    "alert, /evidence/listen/fullest",
    "alert, /evidence/listen/fullest/queued",
    "alert, /evidence/tcp",
    "alert, /evidence/series",
    "alert, /evidence/series/0/start",
    "alert, /evidence/series/0/mean",
    "window, /schema",
    "window, /scope",
    "window, /start",
    "window, /end",
    "window, /revision",
    "window, /samples",
    "window, /totals",
    "window, /totals/close_wait/samples",
    "window, /totals/close_wait/min",
    "window, /totals/close_wait/max",
    "window, /totals/close_wait/mean",
    "window, /totals/close_wait/last",
    "window, /endpoints",
    "window, /endpoints/0/role",
    "window, /endpoints/0/port",
    "window, /endpoints/0/states",
    "window, /endpoints/0/listenQueued/last",
  })
  void aMissingField(String name, String pointer) {
    JsonNode json = full(kind(name));
    JsonPointer at = JsonPointer.compile(pointer);
    ObjectNode parent = (ObjectNode) json.at(at.head());
    assertThat(parent.remove(at.last().getMatchingProperty())).isNotNull();
    refuses(kind(name), json, Reason.MISSING_FIELD, path(pointer) + " is missing");
    assertThat(kind(name).complaints(json)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          alert  | /id         | null  | id was null but it must be a string
          alert  | /host       | null  | host was null but it must be a string
          alert  | /revision   | -1    | revision was '-1' but it must be in 0..9007199254740991
          alert  | /revision   | 9223372036854775808 | revision was '9223372036854775808' but it must be in 0..9007199254740991
          alert  | /revision   | 1.5   | revision was a fraction but it must be an integer
          alert  | /status     | "on"  | status was 'on' but it must be one of [pending, firing, resolved]
          alert  | /status     | 1     | status was an integer but it must be a string
          alert  | /severity   | "\\u001b[5mcritical" | severity was '?[5mcritical' but it must be one of [info, warning, critical]
          alert  | /reason     | "x"   | reason was 'x' but it must be one of [cleared, not_confirmed, rule_changed, rule_removed, host_retired]
          alert  | /rule       | []    | rule was an array but it must be an object
          alert  | /role       | "SERVER" | role was 'SERVER' but it must be one of [server, client]
          alert  | /port       | 65536 | port was '65536' but it must be in 0..65535
          alert  | /labels     | {"\\u001b[2J\\n":1} | labels.?[2J? was an integer but it must be a string
          alert  | /value      | "NaN" | value was a string but it must be a number
          alert  | /startedAt  | 1790000000000 | startedAt was an integer but it must be a string
          alert  | /startedAt  | "2026-09-21T14:13:20+02:00" | startedAt was '2026-09-21T14:13:20+02:00' but it must be an ISO-8601 time in UTC, for example 2026-09-21T14:13:20Z
          alert  | /startedAt  | "2026-02-30T14:13:20Z" | startedAt was '2026-02-30T14:13:20Z' but it must be an ISO-8601 time in UTC, for example 2026-09-21T14:13:20Z
          alert  | /resolvedAt | "yesterday" | resolvedAt was 'yesterday' but it must be an ISO-8601 time in UTC, for example 2026-09-21T14:13:20Z
          alert  | /checks/0   | {}    | checks[0] was an object but it must be a string
          alert  | /evidence   | "x"   | evidence was a string but it must be an object
          alert  | /evidence/peers/0 | 5 | evidence.peers[0] was an integer but it must be an object
          alert  | /evidence/owners/0/pid | 0 | evidence.owners[0].pid was '0' but it must be in 1..2147483647
          alert  | /evidence/listen/sockets | 0 | evidence.listen.sockets was '0' but it must be in 1..2147483647
          alert  | /evidence/tcp/listenDrops | true | evidence.tcp.listenDrops was true or false but it must be an integer
          window | /start      | "2026-09-21T14:14:00Z" | end was 2026-09-21T14:14:00Z but it must be after start, 2026-09-21T14:14:00Z
          window | /samples    | 0     | samples was '0' but it must be in 1..2147483647
          window | /revision   | 2147483648 | revision was '2147483648' but it must be in 1..2147483647
          window | /totals     | []    | totals was an array but it must be an object
          window | /totals/close_wait | 7 | totals.close_wait was an integer but it must be an object
          window | /totals/close_wait/mean | null | totals.close_wait.mean was null but it must be a number
          window | /totals/close_wait/samples | 0 | totals.close_wait.samples was '0' but it must be in 1..2147483647
          window | /endpoints  | {}    | endpoints was an object but it must be an array
          window | /endpoints/1/port | "443" | endpoints[1].port was a string but it must be an integer
          window | /endpoints/0/listenLimit | [] | endpoints[0].listenLimit was an array but it must be an object
          """)
  void aValueOfTheWrongTypeOrRange(String name, String pointer, String value, String message) {
    refuses(kind(name), with(kind(name), pointer, value), Reason.INVALID_FIELD, message);
  }

  @Test
  void whatNoOtherReaderCouldHold() {
    String alert = full(RecordKind.ALERT).toString();
    refuses(
        RecordKind.ALERT,
        alert.replace("\"value\":4,", "\"value\":1e999,"),
        Reason.INVALID_FIELD,
        "value was 'Infinity' but it must be within the range of a double");
    refuses(
        RecordKind.ALERT,
        alert.replace("\"eu1\"", "\"\\udc00b\""),
        Reason.INVALID_FIELD,
        "labels.dc was '?b' but it must be Unicode without halves of surrogate pairs");
  }

  @Test
  void textThatIsTooLong() {
    refuses(
        RecordKind.ALERT,
        with(RecordKind.ALERT, "/summary", "\"" + "x".repeat(8_193) + "\""),
        Reason.INVALID_FIELD,
        "summary was '"
            + "x".repeat(80)
            + "...' but it must be a string of at most 8192 characters");
    refuses(
        RecordKind.ALERT,
        with(RecordKind.ALERT, "/evidence/peers/0/address", "\"" + "1".repeat(65) + "\""),
        Reason.INVALID_FIELD,
        "evidence.peers[0].address was '"
            + "1".repeat(65)
            + "' but it must be a string of at most 64 characters");
  }

  @Test
  void aRecordCutAtAnyByte() {
    for (RecordKind kind : new RecordKind[] {RecordKind.ALERT, RecordKind.WINDOW}) {
      for (Path file : kind.goldenFiles()) {
        byte[] golden = new String(RecordKind.read(file), UTF_8).strip().getBytes(UTF_8);
        for (int length = 1; length < golden.length; length++) {
          byte[] cut = Arrays.copyOf(golden, length);
          assertThatExceptionOfType(MalformedRecordException.class)
              .as("%s cut at %d", file, length)
              .isThrownBy(() -> kind.decode(cut))
              .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_JSON))
              .withMessageMatching("the JSON is (cut off|broken) at byte \\d+.*");
        }
      }
    }
  }

  @Test
  void whatIsNoJsonObject() {
    for (RecordKind kind : new RecordKind[] {RecordKind.ALERT, RecordKind.WINDOW}) {
      refuses(kind, "", Reason.EMPTY, "the record has no bytes");
      refuses(kind, " ", Reason.NOT_JSON, "the record is not a JSON object");
      refuses(kind, "[1]", Reason.NOT_JSON, "the record is not a JSON object");
      refuses(
          kind,
          "{\"a\":NaN}",
          Reason.NOT_JSON,
          "the JSON is broken at byte 8: Non-standard token 'NaN'");
      refuses(
          kind,
          "{\"a\":1,\"a\":2}",
          Reason.NOT_JSON,
          "the JSON is broken at byte 11: Duplicate field 'a' for `ObjectNode`");
      refuses(
          kind,
          "{\"x\":" + "[".repeat(1_000_000),
          Reason.NOT_JSON,
          "the JSON exceeds a bound: Document nesting depth (17) exceeds the maximum allowed (16)");
      refuses(
          kind,
          "{\"a\":\"\u00e9\"}".getBytes(ISO_8859_1),
          Reason.NOT_JSON,
          "the record is not UTF-8: 0xe9 at byte 6");
      assertThatExceptionOfType(MalformedRecordException.class)
          .isThrownBy(() -> kind.decode((full(kind) + "{}").getBytes(UTF_8)))
          .withMessageContaining("Trailing token (of type START_OBJECT) found after value")
          .extracting(MalformedRecordException::reason)
          .isEqualTo(Reason.NOT_JSON);
    }
  }

  @Test
  void whatIsTooLarge() throws MalformedRecordException {
    byte[] alert = RecordKind.ALERT.golden("pending");
    byte[] padded = Arrays.copyOf(alert, RecordKind.ALERT.maxBytes());
    Arrays.fill(padded, alert.length, padded.length, (byte) ' ');
    assertThat(RecordKind.ALERT.decode(padded)).isEqualTo(RecordKind.ALERT.decode(alert));
    refuses(
        RecordKind.ALERT,
        Arrays.copyOf(padded, padded.length + 1),
        Reason.TOO_LARGE,
        "the record has 2097153 bytes but an alert has at most 2097152");
    refuses(
        RecordKind.WINDOW,
        new byte[3_000_000],
        Reason.TOO_LARGE,
        "the record has 3000000 bytes but a window has at most 2097152");
  }

  @Test
  void anotherSchemaBeforeAnyField() {
    refuses(
        RecordKind.ALERT,
        "{\"id\":5,\"schema\":\"socketfleet.alert/2\\u001b[0m\"}",
        Reason.WRONG_SCHEMA,
        "schema was 'socketfleet.alert/2?[0m' but this reader knows socketfleet.alert/1");
    refuses(
        RecordKind.WINDOW,
        RecordKind.tree(RecordKind.SNAPSHOT.golden("full")),
        Reason.WRONG_SCHEMA,
        "schema was 'socketfleet.snapshot/1' but this reader knows socketfleet.window/1");
  }

  @Test
  void readsAStateOfANewerVersionAsUnknown() throws MalformedRecordException {
    byte[] json = with(RecordKind.ALERT, "/state", "\"new\"").toString().getBytes(UTF_8);
    Alert alert = AlertCodec.decode(json);
    assertThat(alert.subject().state()).contains(SocketState.UNKNOWN);
  }
}
