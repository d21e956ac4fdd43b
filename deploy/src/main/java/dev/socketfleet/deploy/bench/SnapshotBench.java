package dev.socketfleet.deploy.bench;

import com.sun.management.ThreadMXBean;
import dev.socketfleet.collector.SocketSources;
import dev.socketfleet.collector.normalize.EphemeralRange;
import dev.socketfleet.collector.normalize.Normalizer;
import dev.socketfleet.collector.owner.OwnerResolver;
import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.collector.source.SocketSource;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.text.TextTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats;

/**
 * What one look at all sockets costs: processor time of this thread for each source, with owners
 * and as a whole snapshot, beside {@code ss} and OSHI as programs use it, collectd and
 * node_exporter where they are installed. All sockets are real.
 */
public final class SnapshotBench {

  private static final int WARM_UP = 12;

  /** How often a daemon counts all sockets while it is measured. */
  private static final int LOOKS = 10;

  private static final String NETLINK = "netlink";
  private static final String OWNERS = "netlink, owners";
  private static final String SNAPSHOT = "netlink, owners, snapshot";
  private static final String PROCFS = "procfs";
  private static final String OSHI = "OSHI getConnections";
  private static final String C_DUMP = "netlink in C";
  private static final String SS = "ss -tan";
  private static final String SS_OWNERS = "ss -tanp";

  private final int rounds;
  private final Consumer<String> out;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final InternetProtocolStats oshi =
      new SystemInfo().getOperatingSystem().getInternetProtocolStats();

  /**
   * @param rounds how often each is measured, at least once
   */
  public SnapshotBench(int rounds, Consumer<String> out) {
    this.rounds = rounds;
    this.out = out;
  }

  /** Measures with each number of sockets and prints a table for it. */
  public void run(List<Integer> sizes)
      throws IOException, InterruptedException, SourceUnavailableException {
    for (int sockets : sizes) {
      Optional<CompiledDump> compiled = CompiledDump.compile();
      try (HeldSockets held = HeldSockets.open(sockets);
          Candidates candidates = new Candidates()) {
        Medians cpu = new Medians();
        Medians allocated = new Medians();
        for (int round = -WARM_UP; round < rounds; round++) {
          boolean counts = round >= 0;
          candidates.measure(counts ? cpu : new Medians(), counts ? allocated : new Medians());
          if (counts) {
            peers(cpu, compiled);
          }
        }
        daemons(cpu);
        print(held.count(), candidates.sockets(), cpu, allocated);
      } finally {
        if (compiled.isPresent()) {
          compiled.get().close();
        }
      }
    }
  }

  private static void peers(Medians cpu, Optional<CompiledDump> compiled)
      throws IOException, InterruptedException {
    if (compiled.isPresent()) {
      cpu.add(C_DUMP, compiled.get().cpuMs());
    }
    if (Peer.isInstalled("ss")) {
      cpu.add(SS, Peer.cpuMs("ss -tan"));
      cpu.add(SS_OWNERS, Peer.cpuMs("ss -tanp"));
    }
  }

  /** The kernel accounts hundredths of a second, so several looks are measured as one. */
  private static void daemons(Medians cpu) throws IOException, InterruptedException {
    if (Collectd.isInstalled()) {
      try (Collectd collectd = Collectd.start(Duration.ofSeconds(1), Optional.empty())) {
        TimeUnit.SECONDS.sleep(2);
        double before = ProcessCost.cpuSeconds(collectd.pid());
        TimeUnit.SECONDS.sleep(LOOKS);
        double used = ProcessCost.cpuSeconds(collectd.pid()) - before;
        cpu.add(Collectd.NAME, 1_000 * used / LOOKS);
      }
    }
    if (NodeExporter.isInstalled()) {
      try (NodeExporter exporter = NodeExporter.start()) {
        double before = ProcessCost.cpuSeconds(exporter.pid());
        for (int i = 0; i < LOOKS; i++) {
          exporter.scrape();
        }
        double used = ProcessCost.cpuSeconds(exporter.pid()) - before;
        cpu.add(NodeExporter.NAME, 1_000 * used / LOOKS);
      }
    }
  }

  private void print(int held, int sockets, Medians cpu, Medians allocated) {
    TextTable table =
        new TextTable(
            "WHAT", "CPU_MS", "TO C", "TO ss -tan", "TO ss -tanp", "TO OSHI", "ALLOCATED_KB");
    for (String what : cpu.names()) {
      table.add(
          what,
          "%.1f".formatted(cpu.of(what).orElse(0)),
          cpu.ratio(what, C_DUMP),
          cpu.ratio(what, SS),
          cpu.ratio(what, SS_OWNERS),
          cpu.ratio(what, OSHI),
          allocated.of(what).isPresent()
              ? String.format(Locale.ROOT, "%.0f", allocated.of(what).getAsDouble() / 1_024)
              : "");
    }
    out.accept("%d connections held; the table of sockets has %d rows".formatted(held, sockets));
    table.lines().forEach(out);
    out.accept("");
  }

  /** What is measured in this process, started once and used in every round. */
  private final class Candidates implements AutoCloseable {

    private final SocketTable table = new SocketTable();
    private final SocketTable other = new SocketTable();
    private final SocketSource netlink = start(NETLINK);
    private final SocketSource procfs = start(PROCFS);
    private final OwnerResolver owners =
        OwnerResolver.ofThisHost(table, () -> System.nanoTime() / 1_000_000);
    private final Normalizer normalizer =
        new Normalizer(table, EphemeralRange.LINUX, Normalizer.GROUP_LIMIT);

    private Candidates() throws SourceUnavailableException {}

    private static SocketSource start(String name) throws SourceUnavailableException {
      return SocketSources.selector(NamespaceScope.OWN, Clock.systemUTC()).select(name).source();
    }

    int sockets() {
      return table.size();
    }

    /** The stages of one snapshot are measured in its course, each with those before it. */
    void measure(Medians cpu, Medians allocated) {
      long cpuStart = threads.getCurrentThreadCpuTime();
      long bytesStart = threads.getCurrentThreadAllocatedBytes();
      Capture capture = netlink.capture(table);
      record(NETLINK, cpuStart, bytesStart, cpu, allocated);
      owners.resolve();
      record(OWNERS, cpuStart, bytesStart, cpu, allocated);
      normalizer.normalize(capture, owners, System.nanoTime() / 1_000_000);
      record(SNAPSHOT, cpuStart, bytesStart, cpu, allocated);

      cpuStart = threads.getCurrentThreadCpuTime();
      bytesStart = threads.getCurrentThreadAllocatedBytes();
      procfs.capture(other);
      record(PROCFS, cpuStart, bytesStart, cpu, allocated);

      cpuStart = threads.getCurrentThreadCpuTime();
      bytesStart = threads.getCurrentThreadAllocatedBytes();
      oshi.getConnections();
      record(OSHI, cpuStart, bytesStart, cpu, allocated);
    }

    private void record(
        String what, long cpuStart, long bytesStart, Medians cpu, Medians allocated) {
      long cpuEnd = threads.getCurrentThreadCpuTime();
      long bytesEnd = threads.getCurrentThreadAllocatedBytes();
      cpu.add(what, (cpuEnd - cpuStart) / 1e6);
      allocated.add(what, (double) (bytesEnd - bytesStart));
    }

    @Override
    public void close() {
      netlink.close();
      procfs.close();
    }
  }
}
