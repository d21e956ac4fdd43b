package dev.socketfleet.common.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no snapshot is told with reason, place and value. */
class SnapshotRefusalTest {

  private static final String MINIMAL =
      """
      {"schema":"socketfleet.snapshot/1","host":"a","boot":"b","seq":0,"capturedAtMs":0,\
      "intervalMs":1,"complete":true,"groups":[]}""";

  private static final String GROUP =
      """
      {"netns":"host","role":"server","port":443,"owner":{"kind":"unit","name":"n","pid":1},\
      "counts":{"listen":1},"listen":{"sockets":1,"queued":0,"fullest":{"queued":0}},\
      "peers":{"listen":[{"address":"::1","count":1}]},"oldestMs":{"listen":1}}""";

  private static final String NAMESPACE =
      """
      {"name":"host","inode":1,"tcp":{"x":1},"limits":{"somaxconn":1},\
      "destinations":[{"local":"a","remote":"b","port":1,"used":1}]}""";

  /** A snapshot that has every part. */
  private static final String FULL =
      MINIMAL
          .replace("[]", "[" + GROUP + "]")
          .replace(
              "\"groups\"",
              """
              "namespaces":[%s],"labels":{"k":"v"},"os":"o","notes":["n"],\
              "collector":{"rssBytes":1},"groups\""""
                  .formatted(NAMESPACE));

  private static void refuses(byte[] json, Reason reason, String message) {
    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(() -> SnapshotCodec.decode(json))
        .withMessage(message)
        .extracting(MalformedRecordException::reason)
        .isEqualTo(reason);
  }

  private static void refuses(String json, Reason reason, String message) {
    refuses(json.getBytes(UTF_8), reason, message);
  }

  /** {@link #FULL} with one part replaced. */
  private static String with(String part, String replacement) {
    assertThat(FULL).contains(part);
    return FULL.replace(part, replacement);
  }

  @Test
  void readsWhatTheRefusalsStartFrom() throws MalformedRecordException {
    assertThat(SnapshotCodec.decode(MINIMAL.getBytes(UTF_8)).groups()).isEmpty();
    assertThat(SnapshotCodec.decode(with("\"o\"", "\"p\"").getBytes(UTF_8)).os()).isEqualTo("p");
  }

  @Test
  void anEmptyRecord() {
    refuses("", Reason.EMPTY, "the record has no bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          null                    | the record is not a JSON object
          []                      | the record is not a JSON object
          "a"                     | the record is not a JSON object
          17                      | the record is not a JSON object
          {'host':1}              | the JSON is broken at byte 1: Unexpected character (''' (code 39)): was expecting double-quote to start field name
          {"host" 1}              | the JSON is broken at byte 8: Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value
          {"host":"a" "boot":1}   | the JSON is broken at byte 12: Unexpected character ('"' (code 34)): was expecting comma to separate Object entries
          {"x":{"a":[}}           | the JSON is broken at byte 11: Unexpected close marker '}': expected ']'
          {"seq":NaN}             | the JSON is broken at byte 10: Non-standard token 'NaN'
          {"seq":-Infinity}       | the JSON is broken at byte 16: Non-standard token '-Infinity'
          {"seq":01}              | the JSON is broken at byte 8: Invalid numeric value: Leading zeroes not allowed
          {"os":"\\x"}            | the JSON is broken at byte 8: Unrecognized character escape 'x' (code 120)
          {"os":"a","os":"b"}     | os is there twice
          {"x":1,"\\u0078":2}     | x is there twice
          {"groups":[{"counts":{"listen":1,"listen":1}}]} | groups[0].counts.listen is there twice
          """)
  void whatIsNotJson(String json, String message) {
    refuses(json, Reason.NOT_JSON, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "pinned", "incomplete", "minimal"})
  void aSnapshotCutAtAnyByte(String name) throws MalformedRecordException {
    byte[] golden = new String(RecordKind.SNAPSHOT.golden(name), UTF_8).strip().getBytes(UTF_8);
    for (int length = 1; length < golden.length; length++) {
      byte[] cut = Arrays.copyOf(golden, length);
      assertThatExceptionOfType(MalformedRecordException.class)
          .as("cut at %d", length)
          .isThrownBy(() -> SnapshotCodec.decode(cut))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_JSON))
          .withMessageMatching(
              "the (JSON is (cut off|broken)|record is not UTF-8:).* at byte \\d+.*");
    }
    assertThat(SnapshotCodec.decode(golden).host()).isNotEmpty();
  }

  @Test
  void aSnapshotThatIsCutOffSaysWhere() {
    refuses(MINIMAL.substring(0, 50), Reason.NOT_JSON, "the JSON is cut off at byte 50");
  }

  @Test
  void whatFollowsTheSnapshot() {
    int end = MINIMAL.length();
    refuses(MINIMAL + "{}", Reason.NOT_JSON, "something follows the JSON object at byte " + end);
    refuses(
        MINIMAL + "\0",
        Reason.NOT_JSON,
        "the JSON is broken at byte "
            + (end + 1)
            + ": Illegal character ((CTRL-CHAR, code 0)): only regular"
            + " white space (\\r, \\n, \\t) is allowed between tokens");
  }

  @Test
  void whatIsNotUtf8() {
    refuses(
        with("\"o\"", "\"\u00e9\"").getBytes(ISO_8859_1),
        Reason.NOT_JSON,
        "the record is not UTF-8: 0xe9 at byte " + with("\"o\"", "\"\u00e9\"").indexOf('\u00e9'));
    refuses(
        new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'},
        Reason.NOT_JSON,
        "the record is not UTF-8: 0xc0 at byte 6");
    refuses(MINIMAL.getBytes(UTF_16BE), Reason.NOT_JSON, "the record is not UTF-8: 0x00 at byte 0");
    refuses(
        MINIMAL.getBytes(Charset.forName("UTF-32LE")),
        Reason.NOT_JSON,
        "the record is not UTF-8: 0x00 at byte 1");
    refuses(new byte[100], Reason.NOT_JSON, "the record is not UTF-8: 0x00 at byte 0");
  }

  @Test
  void whatIsTooLarge() throws MalformedRecordException {
    String padded = MINIMAL + " ".repeat(900_000 - MINIMAL.length());
    assertThat(SnapshotCodec.decode(padded.getBytes(UTF_8)).host()).isEqualTo("a");
    refuses(
        padded + " ",
        Reason.TOO_LARGE,
        "the record has 900001 bytes but a snapshot has at most 900000");
  }

  @Test
  void whatIsNestedTooDeeply() {
    String message =
        "the JSON exceeds a bound: Document nesting depth (17) exceeds the maximum allowed (16)";
    refuses("{\"x\":" + "[".repeat(400_000), Reason.NOT_JSON, message);
    refuses("{\"x\":" + "{\"x\":".repeat(100_000), Reason.NOT_JSON, message);
    refuses(
        "{\"groups\":" + "[".repeat(400_000),
        Reason.INVALID_FIELD,
        "groups[0] was an array but it must be an object");
  }

  @Test
  void anotherSchemaWhereverItStands() {
    String message =
        "schema was 'socketfleet.snapshot/2' but this reader knows socketfleet.snapshot/1";
    refuses(with("snapshot/1", "snapshot/2"), Reason.WRONG_SCHEMA, message);
    refuses("{\"schema\":\"socketfleet.snapshot/2\",", Reason.WRONG_SCHEMA, message);
    refuses("{\"host\":{},\"schema\":\"socketfleet.snapshot/2\"}", Reason.WRONG_SCHEMA, message);
    refuses(
        "{\"groups\":[{}],\"x\":[{}],\"schema\":\"socketfleet.snapshot/2\"}",
        Reason.WRONG_SCHEMA,
        message);
    refuses(
        with("socketfleet.snapshot/1", "\\u001b[2J"),
        Reason.WRONG_SCHEMA,
        "schema was '?[2J' but this reader knows socketfleet.snapshot/1");
    refuses(
        with("\"socketfleet.snapshot/1\"", "1"),
        Reason.INVALID_FIELD,
        "schema was an integer but it must be a string");
  }

  @ParameterizedTest
  @CsvSource({
    "'', schema",
    "'', host",
    "'', boot",
    "'', seq",
    "'', capturedAtMs",
    "'', intervalMs",
    "'', complete",
    "'', groups",
    "/groups/0, netns",
    "/groups/0, role",
    "/groups/0, port",
    "/groups/0, counts",
    "/groups/0/owner, kind",
    "/groups/0/listen, sockets",
    "/groups/0/listen, queued",
    "/groups/0/listen, fullest",
    "/groups/0/listen/fullest, queued",
    "/groups/0/peers/listen/0, address",
    "/groups/0/peers/listen/0, count",
    "/namespaces/0, name",
    "/namespaces/0/destinations/0, local",
    "/namespaces/0/destinations/0, remote",
    "/namespaces/0/destinations/0, port",
    "/namespaces/0/destinations/0, used",
  })
  void aMissingField(String parent, String field) {
    JsonNode json = RecordKind.tree(FULL.getBytes(UTF_8));
    assertThat(((ObjectNode) json.at(parent)).remove(field)).isNotNull();
    String path = (parent + "/" + field).substring(1).replaceAll("/(\\d+)", "[$1]");
    refuses(json.toString(), Reason.MISSING_FIELD, path.replace('/', '.') + " is missing");
    assertThat(RecordKind.SNAPSHOT.complaints(json)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "host":"a"            | "host":null            | host was null but it must be a string
          "host":"a"            | "host":17              | host was an integer but it must be a string
          "host":"a"            | "host":""              | host was '' but it must be 1 to 253 of A-Z a-z 0-9 . _ : -
          "host":"a"            | "host":"\\u001b[31m\\r\\n" | host was '?[31m??' but it must be 1 to 253 of A-Z a-z 0-9 . _ : -
          "host":"a"            | "host":"\\u0000"       | host was '?' but it must be 1 to 253 of A-Z a-z 0-9 . _ : -
          "host":"a"            | "host":"\\u202egnp"    | host was '?gnp' but it must be 1 to 253 of A-Z a-z 0-9 . _ : -
          "boot":"b"            | "boot":""              | boot was '' but it must have 1 to 64 characters
          "seq":0               | "seq":-1               | seq was '-1' but it must be in 0..9007199254740991
          "seq":0               | "seq":9223372036854775808  | seq was '9223372036854775808' but it must be in 0..9007199254740991
          "seq":0               | "seq":-9223372036854775809 | seq was '-9223372036854775809' but it must be in 0..9007199254740991
          "seq":0               | "seq":1.5              | seq was a fraction but it must be an integer
          "seq":0               | "seq":1e3              | seq was a fraction but it must be an integer
          "seq":0               | "seq":"0"              | seq was a string but it must be an integer
          "capturedAtMs":0      | "capturedAtMs":253402300800000 | capturedAtMs was '253402300800000' but it must be in 0..253402300799999
          "intervalMs":1        | "intervalMs":0         | intervalMs was '0' but it must be in 1..86400000
          "complete":true       | "complete":"true"      | complete was a string but it must be true or false
          "complete":true       | "complete":null        | complete was null but it must be true or false
          "labels":{"k":"v"}    | "labels":[]            | labels was an array but it must be an object
          "labels":{"k":"v"}    | "labels":{"\\u001b[2J":1} | labels.?[2J was an integer but it must be a string
          "labels":{"k":"v"}    | "labels":{"k":"\\ud800"} | labels.k was '?' but it must be Unicode without halves of surrogate pairs
          "labels":{"k":"v"}    | "labels":{"a/b~c":1}   | labels.a/b~c was an integer but it must be a string
          "notes":["n"]         | "notes":["n",true]     | notes[1] was true or false but it must be a string
          "notes":["n"]         | "notes":"n"            | notes was a string but it must be an array
          "netns":"host"        | "netns":{"a":"b"}      | groups[0].netns was an object but it must be a string
          "role":"server"       | "role":"\\u001b]0;x\\u0007" | groups[0].role was '?]0;x?' but it must be server or client
          "port":443            | "port":65536           | groups[0].port was '65536' but it must be in 0..65535
          "pid":1               | "pid":0                | groups[0].owner.pid was '0' but it must be in 1..2147483647
          "counts":{"listen":1} | "counts":{"listen":-1} | groups[0].counts.listen was '-1' but it must be in 0..1000000000
          "counts":{"listen":1} | "counts":{"listen":1000000001} | groups[0].counts.listen was '1000000001' but it must be in 0..1000000000
          "counts":{"listen":1} | "counts":{"new_state":"a"} | groups[0].counts.new_state was a string but it must be an integer
          "sockets":1           | "sockets":0            | groups[0].listen.sockets was '0' but it must be in 1..1000000000
          "address":"::1"       | "address":1            | groups[0].peers.listen[0].address was an integer but it must be a string
          "oldestMs":{"listen":1} | "oldestMs":{"listen":1.5} | groups[0].oldestMs.listen was a fraction but it must be an integer
          "used":1              | "used":[]              | namespaces[0].destinations[0].used was an array but it must be an integer
          "limits":{"somaxconn":1} | "limits":{"ephemeralTo":65536} | namespaces[0].limits.ephemeralTo was '65536' but it must be in 0..65535
          "tcp":{"x":1}         | "tcp":{"x":18446744073709551615} | namespaces[0].tcp.x was '18446744073709551615' but it must be in 0..9007199254740991
          "rssBytes":1          | "rssBytes":-1          | collector.rssBytes was '-1' but it must be in 0..9007199254740991
          """)
  void aValueOfTheWrongTypeOrRange(String part, String replacement, String message) {
    refuses(with(part, replacement), Reason.INVALID_FIELD, message);
  }

  @Test
  void textThatIsTooLong() {
    refuses(
        with("\"os\":\"o\"", "\"os\":\"" + "x".repeat(800_000) + "\""),
        Reason.INVALID_FIELD,
        "os was '" + "x".repeat(80) + "...' but it must be a string of at most 1024 characters");
    refuses(
        with("\"::1\"", "\"" + ":".repeat(65) + "\""),
        Reason.INVALID_FIELD,
        "groups[0].peers.listen[0].address was '"
            + ":".repeat(65)
            + "' but it must be a string of at most 64 characters");
    refuses(
        with("\"host\":\"a\"", "\"host\":\"" + "a".repeat(254) + "\""),
        Reason.INVALID_FIELD,
        "host was '" + "a".repeat(80) + "...' but it must be 1 to 253 of A-Z a-z 0-9 . _ : -");
  }

  @Test
  void absurdNumbersOfElements() {
    String group = "{\"netns\":\"\",\"role\":\"server\",\"port\":1,\"counts\":{}}";
    refuses(
        MINIMAL.replace("[]", "[" + repeat(group, 4_097) + "]"),
        Reason.INVALID_FIELD,
        "groups has more than 4096 elements");
    refuses(
        with("[\"n\"]", "[" + repeat("\"\"", 65) + "]"),
        Reason.INVALID_FIELD,
        "notes has more than 64 elements");
    refuses(
        with("{\"address\":\"::1\",\"count\":1}", repeat("{\"address\":\"\",\"count\":1}", 65)),
        Reason.INVALID_FIELD,
        "groups[0].peers.listen has more than 64 elements");
    refuses(
        with("\"counts\":{\"listen\":1}", "\"counts\":{" + fields(129) + "}"),
        Reason.INVALID_FIELD,
        "groups[0].counts has more than 128 fields");
    refuses(
        "{" + fields(60_000) + "}", Reason.INVALID_FIELD, "the record has more than 128 fields");
  }

  @Test
  void aNumberOrNameThatIsAbsurdlyLong() {
    refuses(
        with("\"seq\":0", "\"seq\":" + "9".repeat(1_001)),
        Reason.NOT_JSON,
        "the JSON exceeds a bound: Number value length (1001) exceeds the maximum allowed (1000)");
    refuses(
        "{\"" + "n".repeat(600) + "\":0}",
        Reason.NOT_JSON,
        "the JSON exceeds a bound: Name length (600) exceeds the maximum allowed (512)");
  }

  private static String repeat(String element, int times) {
    return String.join(",", Collections.nCopies(times, element));
  }

  private static String fields(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"f%d\":0".formatted(i))
        .collect(Collectors.joining(","));
  }

  @Test
  void countsStatesOfNewerVersionsAsUnknown() throws MalformedRecordException {
    String json =
        with(
                "\"counts\":{\"listen\":1}",
                "\"counts\":{\"listen\":1,\"unknown\":2,\"n1\":3,\"n2\":4}")
            .replace("\"peers\":{", "\"peers\":{\"n1\":[],")
            .replace("\"oldestMs\":{", "\"oldestMs\":{\"n1\":7,");
    Group group = SnapshotCodec.decode(json.getBytes(UTF_8)).groups().get(0);
    assertThat(group.counts().count(SocketState.UNKNOWN)).isEqualTo(9);
    assertThat(group.counts().total()).isEqualTo(10);
    assertThat(group.peers()).containsOnlyKeys(SocketState.LISTEN);
    assertThat(group.oldestMs()).containsOnlyKeys(SocketState.LISTEN);
  }

  @Test
  void readsAnOwnerKindOfANewerVersionAsOther() throws MalformedRecordException {
    byte[] json = with("\"kind\":\"unit\"", "\"kind\":\"pod\"").getBytes(UTF_8);
    assertThat(SnapshotCodec.decode(json).groups().get(0).owner())
        .isEqualTo(new Owner(OwnerKind.OTHER, "n"));
  }
}
