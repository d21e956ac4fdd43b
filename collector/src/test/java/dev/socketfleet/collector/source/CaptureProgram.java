package dev.socketfleet.collector.source;

import dev.socketfleet.collector.SocketSources;
import dev.socketfleet.common.model.SocketState;
import java.time.Clock;

/**
 * Prints one capture, so that a test can take it in another network namespace: a running JVM cannot
 * move there, a fresh one can be started there.
 *
 * <p>Arguments: source, scope. Output, one item a line: {@code source}, {@code note}, {@code
 * complete}, {@code namespace <index> <name> <inode>}, {@code row <namespace index> <state>
 * <family> <local> <localPort> <remote> <remotePort> <receiveQueue> <sendQueue> <v6only>}.
 */
public final class CaptureProgram {

  private CaptureProgram() {}

  /** Captures and prints. */
  public static void main(String[] arguments) throws SourceUnavailableException {
    NamespaceScope scope = NamespaceScope.ofWireName(arguments[1]).orElseThrow();
    SourceSelector selector = SocketSources.selector(scope, Clock.systemUTC());
    SocketTable table = new SocketTable();
    SourceSelector.Selection selection = selector.select(arguments[0]);
    try (SocketSource source = selection.source()) {
      Capture capture = source.capture(table);
      StringBuilder out = new StringBuilder();
      out.append("source ").append(source.name()).append('\n');
      selection.notes().forEach(note -> out.append("note ").append(note).append('\n'));
      out.append("complete ").append(capture.complete()).append('\n');
      capture.notes().forEach(note -> out.append("note ").append(note).append('\n'));
      for (int i = 0; i < capture.namespaces().size(); i++) {
        NetworkNamespace namespace = capture.namespaces().get(i);
        out.append("namespace %d %s %d%n".formatted(i, namespace.name(), namespace.inode()));
      }
      for (int row = 0; row < table.size(); row++) {
        out.append(line(table, row)).append('\n');
      }
      System.out.print(out);
    }
  }

  private static String line(SocketTable table, int row) {
    SocketState state = table.state(row);
    return "row %d %s %d %s %d %s %d %d %d %d"
        .formatted(
            table.namespaceIndex(row),
            state.wireName(),
            table.family(row),
            SocketAddresses.format(table.localHigh(row), table.localLow(row)),
            table.localPort(row),
            SocketAddresses.format(table.remoteHigh(row), table.remoteLow(row)),
            table.remotePort(row),
            table.receiveQueue(row),
            table.sendQueue(row),
            table.v6only(row));
  }
}
