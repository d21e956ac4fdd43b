package dev.socketfleet.common.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden files with random damage, from fixed seeds: whatever comes is read or refused. */
class MutationTest {

  private static final int DAMAGED_BYTES = 1_500;
  private static final int DAMAGED_TREES = 600;

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

  @ParameterizedTest
  @MethodSource("kinds")
  void schemaAndDecoderAgreeOnDamagedTrees(RecordKind kind) {
    Random random = new Random(9_293);
    List<byte[]> golden = kind.goldenFiles().stream().map(RecordKind::read).toList();
    int refused = 0;
    for (int i = 0; i < DAMAGED_TREES; i++) {
      JsonNode json = RecordKind.tree(pick(golden, random));
      damage(json, random);
      Reason reason = reason(kind, json);
      assertThat(kind.complaints(json).isEmpty())
          .as("valid by the schema, the decoder says %s of %s", reason, json)
          .isEqualTo(reason == null);
      refused += reason == null ? 0 : 1;
    }
    assertThat(refused).isBetween(DAMAGED_TREES / 4, DAMAGED_TREES * 9 / 10);
  }

  private static @Nullable Reason reason(RecordKind kind, JsonNode json) {
    try {
      kind.decode(json);
      return null;
    } catch (MalformedRecordException e) {
      return e.reason();
    }
  }

  /** One field or element anywhere is removed, renamed, repeated or given another value. */
  private static void damage(JsonNode json, Random random) {
    List<JsonNode> parents = new ArrayList<>();
    collect(json, parents);
    JsonNode parent = pick(parents, random);
    if (parent instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = pick(names, random);
      switch (random.nextInt(6)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name + "2", object.remove(name));
        default -> object.set(name, RecordKind.tree(bytes(pick(VALUES, random))));
      }
    } else if (parent instanceof ArrayNode array) {
      int index = random.nextInt(array.size());
      switch (random.nextInt(6)) {
        case 0 -> array.remove(index);
        case 1 -> array.add(array.get(index).deepCopy());
        default -> array.set(index, RecordKind.tree(bytes(pick(VALUES, random))));
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> parents) {
    if (!node.isEmpty()) {
      parents.add(node);
      node.forEach(child -> collect(child, parents));
    }
  }

  private static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
