package dev.socketfleet.collector.source.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.KernelLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpLimitsTest {

  @TempDir private Path net;

  @Test
  void readsTheLimitsOfTheKernelsFiles() throws IOException {
    Files.createDirectories(net.resolve("ipv4"));
    Files.createDirectories(net.resolve("core"));
    Files.writeString(net.resolve("ipv4/tcp_max_syn_backlog"), "2048\n");
    Files.writeString(net.resolve("core/somaxconn"), "4096\n");
    Files.writeString(net.resolve("ipv4/tcp_syncookies"), "1\n");
    Files.writeString(net.resolve("ipv4/ip_local_port_range"), "32768\t60999\n");
    assertThat(TcpLimits.read(net)).isEqualTo(new KernelLimits(2048, 4096, 1, 32768, 60999));
  }

  @Test
  void whatIsMissingOrBrokenIsUnknown() throws IOException {
    assertThat(TcpLimits.read(net)).isEqualTo(KernelLimits.NONE);
    Files.createDirectories(net.resolve("ipv4"));
    Files.writeString(net.resolve("ipv4/ip_local_port_range"), "32768\n");
    Files.writeString(net.resolve("ipv4/tcp_syncookies"), "often\n");
    assertThat(TcpLimits.read(net))
        .isEqualTo(new KernelLimits(-1, -1, KernelLimits.UNKNOWN, 32768, -1));
  }
}
