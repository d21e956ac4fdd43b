package dev.socketfleet.collector.source.namespace;

import dev.socketfleet.collector.source.NamespaceFacts;
import dev.socketfleet.collector.source.NetworkNamespace;
import dev.socketfleet.common.model.KernelLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the counters of each namespace at each call and its limits, which need a thread inside it,
 * once a minute. Owned by one thread.
 */
public final class NamespaceFactsReader {

  /** How long limits are remembered: people change them rarely. */
  static final Duration LIMITS_AGE = Duration.ofMinutes(1);

  private final Path proc;
  private final Clock clock;
  private final Map<Long, Remembered> limits = new HashMap<>();

  private record Remembered(KernelLimits limits, Instant readAt) {}

  /** A reader of this host. */
  public static NamespaceFactsReader ofHost(Clock clock) {
    return new NamespaceFactsReader(Path.of("/proc"), clock);
  }

  NamespaceFactsReader(Path proc, Clock clock) {
    this.proc = proc;
    this.clock = clock;
  }

  /** The namespaces with what the kernel counts in them; what cannot be read is absent. */
  public List<NetworkNamespace> describe(List<FoundNamespace> namespaces) {
    limits
        .keySet()
        .retainAll(
            namespaces.stream().map(FoundNamespace::inode).collect(Collectors.toUnmodifiableSet()));
    return namespaces.stream().map(this::describe).toList();
  }

  private NetworkNamespace describe(FoundNamespace found) {
    NamespaceFacts facts = new NamespaceFacts(countersOf(found), limitsOf(found));
    return new NetworkNamespace(found.name(), found.inode(), found.pid(), facts);
  }

  private Map<String, Long> countersOf(FoundNamespace found) {
    if (found.isOwn()) {
      return TcpCounters.read(proc.resolve("thread-self/net"));
    }
    if (found.isInhabited()) {
      return TcpCounters.read(proc.resolve(found.pid() + "/net"));
    }
    try {
      return NamespaceThread.call(found, () -> TcpCounters.read(proc.resolve("thread-self/net")));
    } catch (IOException | LinkageError e) {
      return Map.of();
    }
  }

  private KernelLimits limitsOf(FoundNamespace found) {
    Remembered known = limits.get(found.inode());
    if (known != null && clock.instant().isBefore(known.readAt().plus(LIMITS_AGE))) {
      return known.limits();
    }
    KernelLimits read = readLimits(found);
    limits.put(found.inode(), new Remembered(read, clock.instant()));
    return read;
  }

  /** Files under /proc/sys/net show the namespace of the thread that opens them. */
  private KernelLimits readLimits(FoundNamespace found) {
    Path net = proc.resolve("sys/net");
    if (found.isOwn()) {
      return TcpLimits.read(net);
    }
    try {
      return NamespaceThread.call(found, () -> TcpLimits.read(net));
    } catch (IOException | LinkageError e) {
      return KernelLimits.NONE;
    }
  }
}
