package dev.socketfleet.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SourceSelectorTest {

  private final List<String> events = new ArrayList<>();

  @Test
  void takesTheBestThatStartsAndSaysWhyNotTheBetterOnes() throws SourceUnavailableException {
    SourceSelector selector = selector(Map.of("a", "needs rights", "b", "no such file"));

    SourceSelector.Selection selection = selector.select(SourceSelector.AUTO);

    assertThat(selection.source().name()).isEqualTo("c");
    assertThat(selection.notes())
        .containsExactly("source a not used: needs rights", "source b not used: no such file");
    assertThat(events).containsExactly("start a", "close a", "start b", "close b", "start c");
  }

  @Test
  void doesNotMakeWhatItDoesNotNeed() throws SourceUnavailableException {
    assertThat(selector(Map.of()).select(SourceSelector.AUTO).notes()).isEmpty();
    assertThat(events).containsExactly("start a");
  }

  @Test
  void doesNotReplaceTheOneThatWasAskedFor() {
    assertThatExceptionOfType(SourceUnavailableException.class)
        .isThrownBy(() -> selector(Map.of("b", "no such file")).select("b"))
        .withMessage("no such file");
    assertThat(events).containsExactly("start b", "close b");
  }

  @Test
  void tellsEveryReasonWhenNoneWorks() {
    assertThatExceptionOfType(SourceUnavailableException.class)
        .isThrownBy(() -> selector(Map.of("a", "x", "b", "y", "c", "z")).select("auto"))
        .withMessage(
            "no source can read the sockets of this host: source a not used: x; "
                + "source b not used: y; source c not used: z");
  }

  @Test
  void namesTheChoicesForAnUnknownSource() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> selector(Map.of()).select("lsof"))
        .withMessage("source was 'lsof' but it must be one of [auto, a, b, c]");
  }

  private SourceSelector selector(Map<String, String> refusals) {
    Map<String, Supplier<SocketSource>> candidates = new LinkedHashMap<>();
    for (String name : List.of("a", "b", "c")) {
      candidates.put(name, () -> new RecordedSource(name, refusals.getOrDefault(name, "")));
    }
    return new SourceSelector(candidates);
  }

  private final class RecordedSource implements SocketSource {
    private final String name;
    private final String refusal;

    RecordedSource(String name, String refusal) {
      this.name = name;
      this.refusal = refusal;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() throws SourceUnavailableException {
      events.add("start " + name);
      if (!refusal.isEmpty()) {
        throw new SourceUnavailableException(refusal);
      }
    }

    @Override
    public Capture capture(SocketTable into) {
      return new Capture(true, List.of(), List.of(NetworkNamespace.only()));
    }

    @Override
    public void close() {
      events.add("close " + name);
    }
  }
}
