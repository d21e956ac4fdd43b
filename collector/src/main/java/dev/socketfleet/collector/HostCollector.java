package dev.socketfleet.collector;

import dev.socketfleet.collector.normalize.EphemeralRange;
import dev.socketfleet.collector.normalize.NormalizedSockets;
import dev.socketfleet.collector.normalize.Normalizer;
import dev.socketfleet.collector.normalize.SnapshotSize;
import dev.socketfleet.collector.owner.OwnerResolver;
import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceSelector.Selection;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Snapshot;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the snapshots of this host, one after the other. Owned by one thread. */
final class HostCollector implements AutoCloseable {

  private static final int MAX_NOTES = 32;
  private static final int MAX_NOTE = 500;
  private static final int BOOT_BYTES = 8;

  private final CollectorConfig config;
  private final Clock clock;
  private final SocketTable table = new SocketTable();
  private final Normalizer normalizer;
  private final OwnerResolver owners = OwnerResolver.ofThisHost(table, HostCollector::monotonicMs);
  private final SnapshotSize size = new SnapshotSize();
  private final CaptureBudget budget;
  private final String boot;
  private @Nullable Selection selected;
  private long seq;

  HostCollector(CollectorConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.budget = new CaptureBudget(config.interval(), config.budgetPercent());
    this.normalizer =
        new Normalizer(
            table, EphemeralRange.ofSystem(System.getProperty("os.name")), config.groupLimit());
    byte[] random = new byte[BOOT_BYTES];
    new SecureRandom().nextBytes(random);
    this.boot = HexFormat.of().formatHex(random);
  }

  /**
   * Opens the source.
   *
   * @throws SourceUnavailableException when the configured one, or none, works on this host
   */
  void start() throws SourceUnavailableException {
    selected = SocketSources.selector(config.scope(), clock).select(config.source());
  }

  /**
   * Counts all sockets now.
   *
   * @param dropped how many snapshots were lost so far, for the collector's health
   */
  Snapshot capture(LongSupplier dropped) {
    Selection selection = Objects.requireNonNull(selected, "start() comes first");
    long startNanos = System.nanoTime();
    Instant capturedAt = Instant.ofEpochMilli(clock.millis());
    Capture capture = selection.source().capture(table);
    List<String> notes = new ArrayList<>(selection.notes());
    notes.addAll(capture.notes());
    notes.addAll(owners.resolve());
    NormalizedSockets sockets = normalizer.normalize(capture, owners, monotonicMs());
    long micros = (System.nanoTime() - startNanos) / 1_000;
    budget.took(Duration.ofNanos(micros * 1_000));
    budget.note().ifPresent(notes::add);
    return size.fit(
        new Snapshot(
            config.host(),
            config.labels(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            boot,
            seq++,
            capturedAt,
            budget.interval(),
            selection.source().name(),
            capture.complete(),
            notes.stream().limit(MAX_NOTES).map(note -> Quoted.of(note, MAX_NOTE)).toList(),
            sockets.groups(),
            sockets.namespaces(),
            new CollectorHealth(
                ProcessHealth.version(), micros, ProcessHealth.rssBytes(), dropped.getAsLong())));
  }

  /** How many intervals there are between two captures, see {@link CaptureBudget}. */
  int stretch() {
    return budget.stretch();
  }

  private static long monotonicMs() {
    return System.nanoTime() / 1_000_000;
  }

  @Override
  public void close() {
    Selection selection = selected;
    selected = null;
    if (selection != null) {
      selection.source().close();
    }
  }
}
