package dev.socketfleet.collector;

import dev.socketfleet.collector.owner.OwnerResolver;
import dev.socketfleet.collector.owner.SocketHolders;
import dev.socketfleet.collector.source.SocketSource;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceSelector.Selection;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.collector.text.TextSocketSource;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The host whose sockets are counted: this one, or another one whose text is read.
 *
 * @param source started
 * @param notes for every snapshot
 * @param os the system and, where known, its version
 * @param holders of the rows, once they are resolved
 * @param resolve finds the holders of the rows and tells what it could not find
 */
record ObservedHost(
    SocketSource source,
    List<String> notes,
    String os,
    SocketHolders holders,
    Supplier<List<String>> resolve) {

  /**
   * Opens the configured source.
   *
   * @param clockMs milliseconds of a clock that never jumps
   * @throws SourceUnavailableException when it, or none, works
   */
  static ObservedHost open(
      CollectorConfig config, SocketTable table, Clock clock, LongSupplier clockMs)
      throws SourceUnavailableException {
    return config.readsText()
        ? another(new TextSocketSource(config.text(), System.in))
        : own(
            SocketSources.selector(config.scope(), clock).select(config.source()),
            OwnerResolver.ofThisHost(table, clockMs));
  }

  /** Its processes are not here to be asked; the text says what is known. */
  private static ObservedHost another(TextSocketSource source) throws SourceUnavailableException {
    source.start();
    return new ObservedHost(source, List.of(), source.os(), source.holders(), List::of);
  }

  private static ObservedHost own(Selection selection, OwnerResolver owners) {
    return new ObservedHost(
        selection.source(),
        selection.notes(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        owners,
        owners::resolve);
  }
}
