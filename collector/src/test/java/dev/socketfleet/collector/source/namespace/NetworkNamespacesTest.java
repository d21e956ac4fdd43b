package dev.socketfleet.collector.source.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.socketfleet.collector.source.NamespaceScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Works on a directory that looks like /proc. */
class NetworkNamespacesTest {

  private static final String ALL_RIGHTS = "000001ffffffffff";
  private static final String NO_RIGHTS = "0000000000000000";
  private static final String CONTAINER =
      "4f5c9a3d2b1e4f5c9a3d2b1e4f5c9a3d2b1e4f5c9a3d2b1e4f5c9a3d2b1e4f5c";

  @TempDir private Path proc;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void hostWithItsInitProcess() throws IOException {
    own(100, ALL_RIGHTS);
    process(1, 100, "init", "0::/init.scope");
  }

  @Test
  void findsOneNamespaceForAllItsProcessesByTheLowestPid() throws IOException {
    process(30, 300, "nginx", "0::/");
    process(9, 300, "sh", "0::/");
    process(8, 100, "sshd", "0::/");

    assertThat(namespaces(NamespaceScope.AUTO).find())
        .extracting(FoundNamespace::name, FoundNamespace::inode, FoundNamespace::pid)
        .containsExactly(
            tuple("host", 100L, (int) ProcessHandle.current().pid()), tuple("sh", 300L, 9));
  }

  @Test
  void namesContainersByTheirIdAndTheRestByTheirCommandEachOnce() throws IOException {
    process(20, 200, "redis", "0::/system.slice/docker-" + CONTAINER + ".scope");
    process(21, 201, "redis", "0::/kubepods/besteffort/" + CONTAINER.replace('4', '5'));
    process(22, 202, "redis", "0::/");
    process(23, 203, "redis", "0::/");
    process(24, 204, "host", "0::/");

    assertThat(names(namespaces(NamespaceScope.AUTO)))
        .containsExactly("host", "4f5c9a3d2b1e", "5f5c9a3d2b1e", "redis", "redis-2", "host-2");
  }

  @Test
  void aNameStaysWithItsNamespace() throws IOException {
    process(22, 202, "redis", "0::/");
    process(23, 203, "redis", "0::/");
    NetworkNamespaces namespaces = namespaces(NamespaceScope.AUTO);
    assertThat(names(namespaces)).containsExactly("host", "redis", "redis-2");

    remove(22);
    assertThat(names(namespaces)).containsExactly("host", "redis-2");
  }

  @Test
  void seesANewNamespaceAtTheNextWalkAndAGoneOneAtOnce() throws IOException {
    NetworkNamespaces namespaces = namespaces(NamespaceScope.AUTO);
    assertThat(names(namespaces)).containsExactly("host");
    process(22, 202, "redis", "0::/");
    now = now.plus(NetworkNamespaces.RESCAN).minusMillis(1);
    assertThat(names(namespaces)).containsExactly("host");
    now = now.plusMillis(1);
    assertThat(names(namespaces)).containsExactly("host", "redis");
    remove(22);
    assertThat(names(namespaces)).containsExactly("host");
  }

  @Test
  void followsANamespaceWhoseFirstProcessEnded() throws IOException {
    process(22, 202, "redis", "0::/");
    process(23, 202, "redis", "0::/");
    NetworkNamespaces namespaces = namespaces(NamespaceScope.AUTO);
    assertThat(namespaces.find().get(1).pid()).isEqualTo(22);
    remove(22);
    assertThat(namespaces.find().get(1).pid()).isEqualTo(23);
  }

  @Test
  void noticesThatAPidMovedToAnotherNamespace() throws IOException {
    process(22, 202, "redis", "0::/");
    NetworkNamespaces namespaces = namespaces(NamespaceScope.AUTO);
    assertThat(namespaces.find()).extracting(FoundNamespace::inode).containsExactly(100L, 202L);
    remove(22);
    process(22, 303, "nginx", "0::/");
    assertThat(namespaces.find()).extracting(FoundNamespace::inode).containsExactly(100L, 303L);
    now = now.plus(Duration.ofDays(1));
    assertThat(names(namespaces)).containsExactly("host", "nginx");
  }

  @Test
  void withoutRightsReadsOnlyItsOwnAndSaysWhatItNeeds() throws IOException {
    own(100, NO_RIGHTS);
    process(22, 202, "redis", "0::/");
    for (NamespaceScope scope : List.of(NamespaceScope.AUTO, NamespaceScope.ALL)) {
      NetworkNamespaces namespaces = namespaces(scope);
      assertThat(names(namespaces)).containsExactly("host");
      assertThat(namespaces.notes())
          .containsExactly("namespaces: only its own (needs CAP_SYS_ADMIN and CAP_SYS_PTRACE)");
    }
  }

  @Test
  void namesTheOneRightThatIsMissing() throws IOException {
    own(100, "0000000000080000");
    assertThat(namespaces(NamespaceScope.AUTO).notes())
        .containsExactly("namespaces: only its own (needs CAP_SYS_ADMIN)");
  }

  @Test
  void insideAnotherNamespaceAutoReadsOnlyItsOwn() throws IOException {
    own(500, ALL_RIGHTS);
    NetworkNamespaces namespaces = namespaces(NamespaceScope.AUTO);
    assertThat(names(namespaces)).containsExactly("host");
    assertThat(namespaces.notes())
        .containsExactly("namespaces: only its own (it does not run in that of process 1)");
    assertThat(names(namespaces(NamespaceScope.ALL))).containsExactly("host", "init");
  }

  @Test
  void knowsTheHostByItsKernelThreadsWhenProcessOneHides() throws IOException {
    remove(1);
    process(2, 100, "kthreadd", "0::/");
    process(22, 202, "redis", "0::/");
    assertThat(names(namespaces(NamespaceScope.AUTO))).containsExactly("host", "redis");
  }

  @Test
  void ownMeansOwnWithoutANote() throws IOException {
    process(22, 202, "redis", "0::/");
    NetworkNamespaces namespaces = namespaces(NamespaceScope.OWN);
    assertThat(names(namespaces)).containsExactly("host");
    assertThat(namespaces.notes()).isEmpty();
  }

  @Test
  void aFileThatIsNoMountedNamespaceIsPassedOver() throws IOException {
    Files.createDirectories(mounts());
    Files.writeString(mounts().resolve("leftover"), "");
    assertThat(names(namespaces(NamespaceScope.AUTO))).containsExactly("host");
  }

  private NetworkNamespaces namespaces(NamespaceScope scope) {
    InstantSource source = () -> now;
    return new NetworkNamespaces(proc, mounts(), scope, source.withZone(ZoneOffset.UTC));
  }

  private Path mounts() {
    return proc.resolve("run-netns");
  }

  private static List<String> names(NetworkNamespaces namespaces) {
    return namespaces.find().stream().map(FoundNamespace::name).toList();
  }

  private void own(long inode, String capabilities) throws IOException {
    Path self = proc.resolve("thread-self");
    link(self, inode);
    Files.writeString(self.resolve("status"), "Name:\tjava\nCapEff:\t" + capabilities + "\n");
  }

  private void process(int pid, long inode, String command, String cgroup) throws IOException {
    Path process = proc.resolve(Integer.toString(pid));
    link(process, inode);
    Files.writeString(process.resolve("comm"), command + "\n");
    Files.writeString(process.resolve("cgroup"), cgroup + "\n");
  }

  private static void link(Path process, long inode) throws IOException {
    Files.createDirectories(process.resolve("ns"));
    Files.deleteIfExists(process.resolve("ns/net"));
    Files.createSymbolicLink(process.resolve("ns/net"), Path.of("net:[" + inode + "]"));
  }

  private void remove(int pid) throws IOException {
    try (Stream<Path> files = Files.walk(proc.resolve(Integer.toString(pid)))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
