package dev.socketfleet.collector.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerResolverTest {

  @TempDir private Path proc;
  @TempDir private Path cgroupRoot;

  private final SocketTable table = new SocketTable();
  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private final List<String> opened = new ArrayList<>();
  private Path closedFolder = Path.of("none");
  private OwnerResolver resolver;

  @BeforeEach
  void createResolver() {
    Cgroups cgroups = new Cgroups(cgroupRoot, nowMs::get);
    resolver = OwnerResolver.ofProcfs(table, proc, this::open, cgroups, nowMs::get);
  }

  @SuppressWarnings("StreamResourceLeak") // The walk closes it.
  private DirectoryStream<Path> open(Path folder) throws IOException {
    opened.add(proc.relativize(folder).toString());
    if (folder.equals(closedFolder)) {
      throw new AccessDeniedException(folder.toString());
    }
    return Files.newDirectoryStream(folder);
  }

  private void process(int pid, String name, String cgroup, long... inodes) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(folder.resolve("comm"), name + "\n");
    Files.writeString(folder.resolve("cgroup"), "0::" + cgroup + "\n");
    Path descriptors = Files.createDirectories(folder.resolve("fd"));
    Files.createSymbolicLink(descriptors.resolve("0"), Path.of("pipe:[7]"));
    for (int i = 0; i < inodes.length; i++) {
      Files.createSymbolicLink(
          descriptors.resolve(Integer.toString(i + 3)), Path.of("socket:[" + inodes[i] + "]"));
    }
  }

  /** Returns its id. */
  private long cgroup(String path, String pids) throws IOException {
    Path folder = Files.createDirectories(cgroupRoot.resolve(path));
    Files.writeString(folder.resolve("cgroup.procs"), pids);
    return ((Number) Files.getAttribute(folder, "unix:ino")).longValue();
  }

  private void end(int pid) throws IOException {
    try (var files = Files.walk(proc.resolve(Integer.toString(pid)))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private int socket(long inode, long cookie) {
    return socket(SocketState.ESTABLISHED, inode, cookie);
  }

  private int socket(SocketState state, long inode, long cookie) {
    int row = table.add(state.code(), SocketTable.IPV4);
    table.setInode(row, inode);
    table.setCookie(row, cookie);
    table.setUid(row, 33);
    return row;
  }

  private String holder(int row) {
    return String.valueOf(resolver.of(row));
  }

  @Test
  void findsUnitAndProcessOfASocket() throws IOException {
    process(812, "nginx", "/system.slice/nginx.service", 501);
    process(900, "bash", "/", 502);
    int first = socket(501, 1);
    int second = socket(502, 2);

    assertThat(resolver.resolve()).isEmpty();
    assertThat(holder(first)).isEqualTo("unit nginx.service (812)");
    assertThat(holder(second)).isEqualTo("process bash (900)");
  }

  @Test
  void takesTheParentOfTheProcessesThatShareAListener() throws IOException {
    process(1, "systemd", "/init.scope", 501);
    process(20, "nginx", "/", 501);
    process(21, "worker", "/", 501);
    int row = socket(501, 1);

    resolver.resolve();

    assertThat(holder(row)).isEqualTo("process nginx (20)");
  }

  @Test
  void remembersTheHolderWithoutLookingAgain() throws IOException {
    process(20, "app", "/", 501);
    socket(501, 1);
    resolver.resolve();
    end(20);

    nowMs.addAndGet(600_000);
    table.clear();
    int row = socket(501, 1);
    resolver.resolve();

    assertThat(holder(row)).isEqualTo("process app (20)");
  }

  @Test
  void looksAgainWhenAnInodeCameAroundWithAnotherCookie() throws IOException {
    process(20, "old", "/", 501);
    socket(501, 1);
    resolver.resolve();
    end(20);
    process(30, "new", "/", 501);

    nowMs.addAndGet(600_000);
    table.clear();
    int row = socket(501, 2);
    resolver.resolve();

    assertThat(holder(row)).isEqualTo("process new (30)");
  }

  @Test
  void waitsASecondBetweenWalksAndTellsTheUserMeanwhile() throws IOException {
    process(20, "app", "/", 501);
    socket(501, 1);
    resolver.resolve();
    process(30, "late", "/", 502);

    nowMs.addAndGet(500);
    table.clear();
    int row = socket(502, 2);
    resolver.resolve();
    assertThat(holder(row)).isEqualTo("uid 33");

    nowMs.addAndGet(600);
    resolver.resolve();
    assertThat(holder(row)).isEqualTo("process late (30)");
  }

  @Test
  void retriesWhatNobodyHeldAfterAMinute() throws IOException {
    int row = socket(501, 1);
    resolver.resolve();
    process(20, "app", "/", 501);

    nowMs.addAndGet(30_000);
    resolver.resolve();
    assertThat(holder(row)).isEqualTo("uid 33");

    nowMs.addAndGet(31_000);
    resolver.resolve();
    assertThat(holder(row)).isEqualTo("process app (20)");
  }

  @Test
  void leavesSocketsThatNobodyHoldsToTheListener() {
    int row = socket(0, 1);

    resolver.resolve();

    assertThat(resolver.of(row)).isNull();
  }

  @Test
  void takesTheProcessThatTheSourceTells() throws IOException {
    process(20, "app", "/");
    int row = socket(0, 0);
    table.setPid(row, 20);

    resolver.resolve();

    assertThat(Optional.ofNullable(resolver.of(row)).flatMap(Holder::process).orElseThrow().pid())
        .isEqualTo(20);
  }

  @Test
  void saysWhichRightsItLacks() throws IOException {
    process(20, "app", "/", 501);
    closedFolder = proc.resolve("20/fd");
    int row = socket(501, 1);

    assertThat(resolver.resolve())
        .containsExactly("owners: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
    assertThat(holder(row)).isEqualTo("uid 33");
  }

  @Test
  void asksTheHolderOfTheListenerFirst() throws IOException {
    process(20, "nginx", "/", 501);
    process(30, "other", "/");
    int listener = socket(SocketState.LISTEN, 501, 1);
    table.setLocal(listener, 0, 0, 443);
    resolver.resolve();
    end(20);
    process(20, "nginx", "/", 501, 502);
    opened.clear();

    nowMs.addAndGet(10_000);
    int accepted = socket(502, 2);
    table.setLocal(accepted, 0, 0, 443);
    resolver.resolve();

    assertThat(holder(accepted)).isEqualTo("process nginx (20)");
    assertThat(opened).containsExactly("20/fd");
  }

  @Test
  void asksTheProcessesOfTheSocketsCgroupNext() throws IOException {
    process(20, "app", "/system.slice/app.service", 501);
    process(30, "other", "/");
    socket(501, 1);
    resolver.resolve();
    end(20);
    process(20, "app", "/system.slice/app.service", 501, 502);
    opened.clear();

    nowMs.addAndGet(10_000);
    int row = socket(502, 2);
    table.setCgroupId(row, cgroup("system.slice/app.service", "20\n"));
    resolver.resolve();

    assertThat(holder(row)).isEqualTo("unit app.service (20)");
    assertThat(opened).containsExactly("20/fd");
  }

  @Test
  void tellsTheUnitOfASocketWhoseProcessItMayNotSee() throws IOException {
    process(20, "app", "/system.slice/app.service", 501);
    closedFolder = proc.resolve("20/fd");
    int row = socket(501, 1);
    table.setCgroupId(row, cgroup("system.slice/app.service", "20\n"));

    assertThat(resolver.resolve())
        .containsExactly("owners: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
    assertThat(holder(row)).isEqualTo("unit app.service");
  }

  @Test
  void tellsTheUserOfASocketInNoUnit() throws IOException {
    int row = socket(501, 1);
    table.setCgroupId(row, cgroup("user.slice/session-3.scope", ""));

    resolver.resolve();

    assertThat(holder(row)).isEqualTo("uid 33");
  }
}
