package dev.socketfleet.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sockets that stay are seen once in every capture, however many come and go meanwhile: the kernel
 * itself repeats and skips rows of {@code /proc/net/tcp} then.
 */
class ChurnIT {

  @BeforeAll
  static void needsRights() throws IOException, InterruptedException {
    OwnNamespace.requireRightsAnd("ip", "nft");
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs"})
  void neitherLosesNorRepeatsASocketThatStays(String source)
      throws IOException, InterruptedException {
    try (OwnNamespace namespace = OwnNamespace.start(SocketStatesProgram.class)) {
      List<String> output = namespace.runJava(ChurnProgram.class, source);
      assertThat(output).hasSize(1);
      System.out.println(source + " while connections come and go: " + output.get(0));
      assertThat(output.get(0))
          .startsWith("captures " + ChurnProgram.CAPTURES + " missing 0 twice 0 connects ");
    }
  }
}
