package dev.socketfleet.collector;

import dev.socketfleet.collector.normalize.EphemeralRange;
import dev.socketfleet.collector.normalize.NormalizedSockets;
import dev.socketfleet.collector.normalize.Normalizer;
import dev.socketfleet.collector.normalize.SnapshotSize;
import dev.socketfleet.collector.owner.SocketOwners;
import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceSelector.Selection;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Makes the snapshots of this host, one after the other. Owned by one thread. */
public final class HostCollector implements AutoCloseable {

  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4_096;
  private static final int BOOT_BYTES = 8;

  private final CollectorConfig config;
  private final Clock clock;
  private final Selection selection;
  private final SocketTable table = new SocketTable();
  private final Normalizer normalizer;
  private final SocketOwners owners = new SocketOwners();
  private final SnapshotSize size = new SnapshotSize();
  private final String boot;
  private long seq;

  private HostCollector(CollectorConfig config, Clock clock, Selection selection) {
    this.config = config;
    this.clock = clock;
    this.selection = selection;
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
  public static HostCollector open(CollectorConfig config, Clock clock)
      throws SourceUnavailableException {
    Selection selection = SocketSources.selector(config.scope(), clock).select(config.source());
    return new HostCollector(config, clock, selection);
  }

  /**
   * Counts all sockets now.
   *
   * @param dropped how many snapshots were lost so far, for the collector's health
   */
  public Snapshot capture(LongSupplier dropped) {
    long startNanos = System.nanoTime();
    Instant capturedAt = clock.instant();
    long nowMs = startNanos / 1_000_000;
    Capture capture = selection.source().capture(table);
    NormalizedSockets sockets = normalizer.normalize(capture, owners.of(table, nowMs), nowMs);
    List<String> notes = new ArrayList<>(selection.notes());
    notes.addAll(capture.notes());
    notes.addAll(owners.notes());
    long micros = (System.nanoTime() - startNanos) / 1_000;
    return size.fit(
        new Snapshot(
            config.host(),
            config.labels(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            boot,
            seq++,
            capturedAt,
            config.interval(),
            selection.source().name(),
            capture.complete(),
            notes,
            sockets.groups(),
            sockets.namespaces(),
            new CollectorHealth(version(), micros, rssBytes(), dropped.getAsLong())));
  }

  private static String version() {
    return Optional.ofNullable(HostCollector.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private static long rssBytes() {
    if (!Files.isReadable(STATM)) {
      return 0;
    }
    try (InputStream in = Files.newInputStream(STATM)) {
      String[] pages = new String(in.readNBytes(256), StandardCharsets.US_ASCII).split(" ", 3);
      return pages.length < 2 ? 0 : Long.parseLong(pages[1]) * PAGE_BYTES;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    selection.source().close();
  }
}
