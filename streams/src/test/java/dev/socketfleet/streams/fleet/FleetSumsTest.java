package dev.socketfleet.streams.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.streams.fleet.FleetSums.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FleetSumsTest {

  private static final long START = 1_790_000_040_000L;
  private static final long MINUTE = 60_000;
  private static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);

  private final Stored stored = new Stored();
  private final List<String> published = new ArrayList<>();
  private final FleetSums sums = sums();

  private FleetSums sums() {
    return new FleetSums(
        stored,
        (key, counts) ->
            published.add(
                "%s r%d %s of %d, %d missing"
                    .formatted(
                        key,
                        counts.revision(),
                        counts.totals(),
                        counts.hosts().orElseThrow(),
                        counts.missing().orElseThrow())));
  }

  /** Keeps everything in the form in which it is stored. */
  private static final class Stored implements FleetSums.Store {

    private final Map<Window, Map<Integer, byte[]>> partials = new HashMap<>();
    private final Map<String, byte[]> windows = new HashMap<>();
    private final Set<Window> pending = new TreeSet<>();

    @Override
    public Map<Integer, FleetWindow> partials(Window window) {
      Map<Integer, FleetWindow> decoded = new TreeMap<>();
      partials
          .getOrDefault(window, Map.of())
          .forEach((partition, bytes) -> decoded.put(partition, FleetWindow.decode(bytes)));
      return decoded;
    }

    @Override
    public void savePartial(Window window, int partition, FleetWindow partial) {
      partials.computeIfAbsent(window, any -> new HashMap<>()).put(partition, partial.encode());
    }

    @Override
    public void remember(Window window) {
      pending.add(window);
    }

    @Override
    public void forget(Window window) {
      pending.remove(window);
    }

    @Override
    public Iterable<Window> remembered() {
      return List.copyOf(pending);
    }

    @Override
    public Optional<WindowCounts> published(String key, long startMs) {
      return Optional.ofNullable(windows.get(key + startMs)).map(PublishedWindow::decode);
    }

    @Override
    public void savePublished(String key, WindowCounts counts) {
      windows.put(key + counts.start().toEpochMilli(), PublishedWindow.encode(counts));
    }

    @Override
    public void saveLatest(FleetScope scope, FleetWindow sum) {}
  }

  private static FleetWindow partial(double mean, long last) {
    return partial(START, mean, last);
  }

  private static FleetWindow partial(long start, double mean, long last) {
    Map<SocketState, Gauge> states = Map.of(SocketState.CLOSE_WAIT, new Gauge(3, 1, 9, mean, last));
    FleetWindow window = new FleetWindow(start, start + MINUTE);
    window.add(
        new WindowCounts(
            "host:web-1",
            Optional.of("web-1"),
            Instant.ofEpochMilli(start),
            Instant.ofEpochMilli(start + MINUTE),
            1,
            3,
            states,
            List.of(
                new EndpointWindow(
                    HTTPS, states, Optional.of(new Gauge(3, 0, 2, 0.5, 1)), Optional.empty())),
            OptionalInt.empty(),
            OptionalInt.empty()));
    window.addMissing();
    return window;
  }

  private void settle() {
    sums.advance(100_000);
  }

  @Test
  void partialsOfAllPartitionsAreOneWindow() {
    sums.add(FleetScope.FLEET, 0, partial(2.5, 4), 0);
    sums.add(FleetScope.FLEET, 7, partial(1.25, 3), 100);
    sums.advance(1_000);
    assertThat(published).isEmpty();
    settle();

    String total = "{CLOSE_WAIT=Gauge[samples=6, min=2, max=18, mean=3.75, last=7]}";
    assertThat(published)
        .containsExactly(
            "fleet r1 " + total + " of 2, 2 missing",
            "fleet/server/443 r1 " + total + " of 2, 2 missing");
  }

  @Test
  void windowsThatAreDueTogetherAreAllPublishedAndLaterForgotten() {
    for (int number = 0; number < 20; number++) {
      sums.add(FleetScope.FLEET, 0, partial(START + number * MINUTE, 2.5, 4), 7 * number % 20);
    }
    settle();

    assertThat(published).hasSize(40);
    sums.advance(1_000_000);
    assertThat(stored.remembered()).isEmpty();
  }

  @Test
  void aRepeatedPartialChangesNothing() {
    sums.add(FleetScope.FLEET, 0, partial(2.5, 4), 0);
    settle();
    published.clear();
    sums.add(FleetScope.FLEET, 0, partial(2.5, 4), 0);
    settle();
    assertThat(published).isEmpty();
  }

  @Test
  void aChangedPartialReplacesTheOneBeforeUnderTheNextRevision() {
    sums.add(FleetScope.FLEET, 0, partial(2.5, 4), 0);
    settle();
    published.clear();
    sums.add(FleetScope.FLEET, 0, partial(2.5, 5), 0);
    settle();
    assertThat(published).first().asString().startsWith("fleet r2 ").contains("mean=2.5, last=5");
  }

  @Test
  void whatWasNotAddedUpBeforeACrashIsAddedUpAfterIt() {
    sums.add(FleetScope.FLEET, 0, partial(2.5, 4), 0);
    FleetSums next = sums();
    next.restore(10_000);
    next.advance(10_000);
    assertThat(published).hasSize(2);
  }

  @Test
  void whatMayNotHaveGotOutBeforeACrashIsPublishedAgainUnderItsRevision() {
    sums.add(FleetScope.FLEET, 0, partial(2.5, 4), 0);
    sums.advance(3_000);
    List<String> before = List.copyOf(published);
    published.clear();
    FleetSums next = sums();
    next.restore(10_000);
    next.advance(10_000);
    next.advance(20_000);
    assertThat(published).isEqualTo(before);
  }

  @Test
  void whatSurelyGotOutIsForgotten() {
    sums.add(FleetScope.FLEET, 0, partial(2.5, 4), 0);
    sums.advance(3_000);
    sums.advance(130_000);
    assertThat(stored.remembered()).isEmpty();
  }

  @Test
  void aRepeatAfterACrashIsAddedUpThoughItsPartialWasStored() {
    sums.add(FleetScope.FLEET, 0, partial(2.5, 4), 0);
    stored.pending.clear();
    FleetSums next = sums();
    next.restore(10_000);
    next.add(FleetScope.FLEET, 0, partial(2.5, 4), 10_000);
    next.advance(13_000);
    assertThat(published).hasSize(2);
  }

  @Test
  void tooManyEndpointsBecomeOneRestOfTheirRoleAndTheTotalStays() {
    FleetWindow window = new FleetWindow(START, START + MINUTE);
    List<EndpointWindow> endpoints = new ArrayList<>();
    for (int port = 1; port <= 6_000; port++) {
      endpoints.add(
          new EndpointWindow(
              new Endpoint(Role.CLIENT, port),
              Map.of(SocketState.ESTABLISHED, new Gauge(1, port, port, port, port)),
              Optional.empty(),
              Optional.empty()));
    }
    window.add(
        new WindowCounts(
            "host:scanner",
            Optional.of("scanner"),
            Instant.ofEpochMilli(START),
            Instant.ofEpochMilli(START + MINUTE),
            1,
            1,
            Map.of(),
            endpoints,
            OptionalInt.empty(),
            OptionalInt.empty()));
    List<EndpointWindow> kept = FleetWindow.decode(window.encode()).endpoints();

    assertThat(kept).hasSize(4_999);
    assertThat(kept.get(0).endpoint()).isEqualTo(new Endpoint(Role.CLIENT, 0));
    assertThat(
            kept.stream().flatMap(it -> it.states().values().stream()).mapToLong(Gauge::max).sum())
        .isEqualTo(6_000L * 6_001 / 2);
  }
}
