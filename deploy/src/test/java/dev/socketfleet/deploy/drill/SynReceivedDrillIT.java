package dev.socketfleet.deploy.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.deploy.SetupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SynReceivedDrillIT {

  private static final Path NAMESPACES = Path.of("/run/netns");

  @BeforeAll
  static void needsRootAndNft() {
    Ss.assumeInstalled();
    try {
      DrillNamespace.requireTools();
    } catch (SetupException e) {
      Assumptions.abort(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void holdsThemAllWithoutPruningUntilTheDrillEnds() throws Exception {
    DrillSockets sockets;
    try (SynReceivedDrill drill = new SynReceivedDrill(150)) {
      sockets = drill.open();
      // The kernel's first prunings come after 1, 3 and 7 s.
      Awaitility.await()
          .during(Duration.ofSeconds(9))
          .atMost(Duration.ofSeconds(20))
          .until(() -> halfOpen(sockets).size() == 150);
      assertThat(Ss.inNamespace(sockets.namespace(), "state", "listening"))
          .singleElement()
          .asString()
          .contains(":" + sockets.port())
          .contains("pid=" + sockets.pid() + ",");
    }
    assertThat(NAMESPACES.resolve(sockets.namespace())).doesNotExist();
    assertThat(ProcessHandle.of(sockets.pid())).isEmpty();
  }

  @Test
  void removesWhatAKilledDrillLeft() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    assertThat(gone.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Path stale = NAMESPACES.resolve("socketfleet-drill-" + gone.pid());
    Tool.run("ip", "netns", "add", stale.getFileName().toString());
    try (SynReceivedDrill drill = new SynReceivedDrill(1)) {
      drill.open();
      assertThat(stale).doesNotExist();
    } finally {
      if (Files.exists(stale)) {
        Tool.run("ip", "netns", "del", stale.getFileName().toString());
      }
    }
  }

  @Test
  void theProcessInsideEndsWithItsParent() throws Exception {
    try (SynReceivedDrill drill = new SynReceivedDrill(1)) {
      ProcessHandle inside = ProcessHandle.of(drill.open().pid()).orElseThrow();
      drill.abandonChild();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !inside.isAlive());
    }
  }

  private static List<String> halfOpen(DrillSockets sockets) throws Exception {
    return Ss.inNamespace(
        sockets.namespace(), "state", "syn-recv", "sport", "=", ":" + sockets.port());
  }
}
