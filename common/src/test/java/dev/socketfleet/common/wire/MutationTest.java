package dev.socketfleet.common.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden files with damage, random from fixed seeds or systematic: read or refused. */
class MutationTest {

  private static final int DAMAGED_BYTES = 1_500;

  private static final List<byte[]> TOKENS =
      List.of(
          bytes("{"),
          bytes("}"),
          bytes("["),
          bytes("]"),
          bytes("\""),
          bytes(","),
          bytes(":"),
          bytes("null"),
          bytes("-1"),
          bytes("1e999"),
          bytes("9223372036854775808"),
          bytes("9".repeat(1_500)),
          bytes("\\u0000"),
          bytes("\\ud800"),
          bytes("\\u001b[2J"),
          bytes("\u202e"),
          bytes("[".repeat(5_000)),
          bytes("{\"a\":".repeat(5_000)),
          bytes("x".repeat(20_000)),
          new byte[] {0},
          new byte[] {27},
          new byte[] {(byte) 0xff},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});

  /** Each is right for the schema in some place and wrong in others. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "1",
          "-1",
          "0.5",
          "65536",
          "1000000001",
          "9007199254740991",
          "9007199254740992",
          "9223372036854775808",
          "\"\"",
          "\"a\"",
          "\"server\"",
          "\"firing\"",
          "\"cleared\"",
          "\"2026-09-21T14:13:20.5Z\"",
          "\"2026-09-21T14:13:20\"",
          "\"" + "x".repeat(65) + "\"",
          "\"" + "x".repeat(257) + "\"",
          "\"" + "x".repeat(1_025) + "\"",
          "\"" + "x".repeat(8_193) + "\"",
          "[]",
          "{}",
          "[1]",
          "[\"a\"]",
          "[{}]",
          "{\"a\":1}",
          "{\"a\":\"b\"}",
          "{\"a\":{}}",
          "{\"a\":[]}");

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static List<RecordKind> kinds() {
    return RecordKind.ALL;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void damagedBytesAreReadOrRefused(RecordKind kind) {
    Random random = new Random(20_260_921);
    List<byte[]> golden = kind.goldenFiles().stream().map(RecordKind::read).toList();
    int refused = 0;
    for (int i = 0; i < DAMAGED_BYTES; i++) {
      byte[] json = pick(golden, random);
      for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
        json = damage(json, pick(golden, random), random);
      }
      refused += isRefused(kind, json) ? 1 : 0;
    }
    assertThat(refused).isBetween(DAMAGED_BYTES / 2, DAMAGED_BYTES - DAMAGED_BYTES / 100);
  }

  private static byte[] damage(byte[] json, byte[] other, Random random) {
    int from = random.nextInt(json.length + 1);
    int to = Math.min(json.length, from + random.nextInt(random.nextBoolean() ? 4 : 60));
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.write(json, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> damaged.writeBytes(pick(TOKENS, random));
      case 1 -> damaged.write(random.nextInt(256));
      case 2 -> damaged.write(json, 0, from);
      case 3 -> damaged.write(other, from % other.length, other.length - from % other.length);
      default -> {
        // What is between the two places is cut out.
      }
    }
    damaged.write(json, to, json.length - to);
    return damaged.toByteArray();
  }

  /** What is read can be written, and read again as the same. */
  private static boolean isRefused(RecordKind kind, byte[] json) {
    try {
      Object value = kind.decode(json);
      assertThat(kind.decode(kind.encode(value))).isEqualTo(value);
      return false;
    } catch (MalformedRecordException e) {
      assertThat(e.getMessage()).hasSizeLessThan(500).doesNotMatch("(?s).*[\\p{Cntrl}\u202e].*");
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      return fail("decoding " + new String(json, UTF_8), e);
    }
  }

  /** Every field and element of the golden files is removed, renamed and given every value. */
  @ParameterizedTest
  @MethodSource("kinds")
  void schemaAndDecoderAgreeOnEveryField(RecordKind kind) {
    Set<String> seen = new HashSet<>();
    List<byte[]> smallestFirst =
        kind.goldenFiles().stream()
            .map(RecordKind::read)
            .sorted(Comparator.comparingInt(json -> json.length))
            .toList();
    for (byte[] golden : smallestFirst) {
      JsonNode json = RecordKind.tree(golden);
      damageEach(json, "", seen, () -> assertAgree(kind, json));
    }
    assertThat(seen).hasSizeGreaterThan(25);
  }

  private static void assertAgree(RecordKind kind, JsonNode json) {
    String verdict = "read";
    try {
      kind.decode(json);
    } catch (MalformedRecordException e) {
      verdict = String.valueOf(e.getMessage());
    }
    Set<ValidationMessage> complaints = kind.complaints(json);
    if (complaints.isEmpty() != verdict.equals("read")) {
      fail("the schema says %s, the decoder %s: %s", complaints, verdict, json);
    }
  }

  /** Elements of one array are alike: each shape is damaged where it is met first. */
  private static void damageEach(JsonNode node, String shape, Set<String> seen, Runnable check) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode element = array.get(i);
        damageEach(element, shape + "[]", seen, check);
        if (seen.add(shape + "[]")) {
          for (String value : VALUES) {
            array.set(i, RecordKind.tree(bytes(value)));
            check.run();
          }
          array.set(i, element);
        }
      }
    } else if (node instanceof ObjectNode object) {
      for (String name : names(object)) {
        JsonNode field = Objects.requireNonNull(object.get(name));
        damageEach(field, shape + "." + name, seen, check);
        if (seen.add(shape + "." + name)) {
          for (String value : VALUES) {
            object.set(name, RecordKind.tree(bytes(value)));
            check.run();
          }
          object.remove(name);
          check.run();
          object.set(name + "2", field);
          check.run();
          object.remove(name + "2");
          object.set(name, field);
        }
      }
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
