package dev.socketfleet.collector.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table is counted the same whatever happened to its lines on the way. */
class TextVariantsTest {

  /** Fixed, so that a failure can be repeated. */
  private static final long SEED = 20_261_125L;

  private static final int PAIRS = 40;

  /** A row that was wrapped and then got a prefix in each line is lost, and one string is last. */
  private static final List<String> LAST = List.of("wrapped", "as one string");

  static Set<String> samples() {
    return TextSamples.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void oneVariant(String name) throws Exception {
    String text = text(name);
    ReadText plain = ReadText.of(text);
    assertThat(plain.format()).isEqualTo(name.replace(" of all", ""));
    for (Map.Entry<String, UnaryOperator<String>> variant : variants().entrySet()) {
      assertSame(plain, variant.getValue().apply(text), variant.getKey());
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void twoVariantsOneAfterTheOther(String name) throws Exception {
    String text = text(name);
    ReadText plain = ReadText.of(text);
    Random random = new Random(SEED);
    List<Map.Entry<String, UnaryOperator<String>>> all = new ArrayList<>(variants().entrySet());
    for (int pair = 0; pair < PAIRS; pair++) {
      Map.Entry<String, UnaryOperator<String>> first = all.get(random.nextInt(all.size()));
      Map.Entry<String, UnaryOperator<String>> second = all.get(random.nextInt(all.size()));
      if (LAST.stream().noneMatch((first.getKey() + second.getKey())::contains)) {
        assertSame(
            plain,
            second.getValue().apply(first.getValue().apply(text)),
            first.getKey() + ", then " + second.getKey());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void anyLineEndAndEncoding(String name) throws Exception {
    String text = text(name);
    ReadText plain = ReadText.of(text);
    for (String end : List.of("\n", "\r\n", "\r\r\n", "\r")) {
      String ended = text.replace("\n", end);
      for (Charset charset :
          List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
        for (String mark : List.of("", "\ufeff")) {
          byte[] bytes = (mark + ended).getBytes(charset);
          assertSame(plain, ReadText.of(bytes, TextFormats.AUTO), charset + end + mark, ended);
        }
      }
    }
  }

  @Test
  void everyVariantChangesSomeTable() {
    Map<String, UnaryOperator<String>> idle = new LinkedHashMap<>(variants());
    idle.remove("nothing");
    TextSamples.all()
        .values()
        .forEach(text -> idle.values().removeIf(variant -> !variant.apply(text).equals(text)));
    assertThat(idle).isEmpty();
  }

  private static Map<String, UnaryOperator<String>> variants() {
    return TextVariants.all(new Random(SEED));
  }

  private static String text(String name) {
    return TextSamples.all().getOrDefault(name, "");
  }

  private static void assertSame(ReadText plain, String text, String variant) throws Exception {
    assertSame(plain, ReadText.of(text), variant, text);
  }

  private static void assertSame(ReadText plain, ReadText read, String variant, String text) {
    String what = "%s%n%s%n%s".formatted(variant, read.notes(), text);
    assertThat(read.states()).as(what).isEqualTo(plain.states());
    assertThat(localPorts(read)).as(what).isEqualTo(localPorts(plain));
    assertThat(read.format()).as(what).isEqualTo(plain.format());
    assertThat(read.capture().complete()).as(what).isTrue();
  }

  private static List<String> localPorts(ReadText read) {
    List<String> ports = new ArrayList<>();
    for (int row = 0; row < read.table().size(); row++) {
      ports.add(read.table().state(row).wireName() + " " + read.table().localPort(row));
    }
    return ports;
  }
}
