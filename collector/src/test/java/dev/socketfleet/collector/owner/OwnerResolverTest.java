package dev.socketfleet.collector.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerResolverTest {

  @TempDir private Path proc;

  private final SocketTable table = new SocketTable();
  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private Path closedFolder = Path.of("none");
  private OwnerResolver resolver;

  @BeforeEach
  void createResolver() {
    resolver = OwnerResolver.ofProcfs(table, proc, this::open, nowMs::get);
  }

  @SuppressWarnings("StreamResourceLeak") // The walk closes it.
  private DirectoryStream<Path> open(Path folder) throws IOException {
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

  private void end(int pid) throws IOException {
    try (var files = Files.walk(proc.resolve(Integer.toString(pid)))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private int socket(long inode, long cookie) {
    int row = table.add(SocketState.ESTABLISHED.code(), SocketTable.IPV4);
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
}
