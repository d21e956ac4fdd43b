package dev.socketfleet.collector;

import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.collector.source.SocketSource;
import dev.socketfleet.collector.source.SourceSelector;
import dev.socketfleet.collector.source.netlink.NetlinkSocketSource;
import dev.socketfleet.collector.source.oshi.OshiSocketSource;
import dev.socketfleet.collector.source.procfs.ProcfsSocketSource;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The sources that read this host's own sockets, best first. */
public final class SocketSources {

  private SocketSources() {}

  /** A selector over all of them; none is opened or loaded before it is selected. */
  public static SourceSelector selector(NamespaceScope scope, Clock clock) {
    Map<String, Supplier<SocketSource>> candidates = new LinkedHashMap<>();
    candidates.put(NetlinkSocketSource.NAME, () -> new NetlinkSocketSource(scope, clock));
    candidates.put(ProcfsSocketSource.NAME, () -> new ProcfsSocketSource(scope, clock));
    candidates.put(OshiSocketSource.NAME, () -> new OshiSocketSource(scope, clock));
    return new SourceSelector(candidates);
  }
}
