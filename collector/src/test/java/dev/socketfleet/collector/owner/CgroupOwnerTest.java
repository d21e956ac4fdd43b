package dev.socketfleet.collector.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupOwnerTest {

  private static final String ID =
      "3f4e8c1d2b5a69708f9e0d1c2b3a495867768594a3b2c1d0e9f8a7b6c5d4e3f2";

  @ParameterizedTest
  @CsvSource({
    "0::/system.slice/nginx.service, nginx.service",
    "0::/system.slice/system-getty.slice/getty@tty1.service, getty@tty1.service",
    "0::/system.slice/app.service/worker/3, app.service",
    "0::/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service, sync.service",
    "0::/../../system.slice/cron.service, cron.service",
    "1:name=systemd:/system.slice/ssh.service, ssh.service",
    "0::/system.slice/my\\x2dapp.service, my-app.service"
  })
  void namesTheServiceOfAUnit(String line, String unit) {
    assertThat(CgroupOwner.ofProcess(List.of(line))).contains(new Owner(OwnerKind.UNIT, unit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0::/system.slice/docker-%s.scope",
        "12:memory:/docker/%s",
        "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-%s.scope",
        "5:cpu:/kubepods/besteffort/pod9f/%s",
        "0::/machine.slice/crio-%s.scope",
        "0::/machine.slice/libpod-%s.scope/container",
        "0::/docker/%s/system.slice/nginx.service"
      })
  void namesTheContainerByTheFirstTwelveDigits(String line) {
    assertThat(CgroupOwner.ofProcess(List.of(line.formatted(ID))))
        .contains(new Owner(OwnerKind.CONTAINER, "3f4e8c1d2b5a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0::/",
        "0::/init.scope",
        "0::/user.slice/user-1000.slice/session-4.scope",
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-editor.scope",
        "0::/user.slice/user-1000.slice/user@1000.service/init.scope",
        "3:memory:/system.slice/nginx.service",
        "no cgroup line"
      })
  void leavesTheRestToTheProcess(String line) {
    assertThat(CgroupOwner.ofProcess(List.of(line))).isEmpty();
  }

  @Test
  void prefersTheContainerOfAnyHierarchyToTheUnit() {
    assertThat(
            CgroupOwner.ofProcess(
                List.of("1:name=systemd:/system.slice/docker.service", "4:memory:/docker/" + ID)))
        .contains(new Owner(OwnerKind.CONTAINER, "3f4e8c1d2b5a"));
  }
}
