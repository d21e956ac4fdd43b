package dev.socketfleet.collector.owner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Processes of Linux by {@code /proc/PID/comm} and {@code /proc/PID/cgroup}. */
final class ProcfsProcesses implements ProcessTable {

  private final Path proc;

  ProcfsProcesses(Path proc) {
    this.proc = proc;
  }

  @Override
  public Optional<Holder> holder(int pid) {
    Path folder = proc.resolve(Integer.toString(pid));
    try {
      String name = new String(Files.readAllBytes(folder.resolve("comm")), UTF_8).stripTrailing();
      Owner owner =
          CgroupOwner.ofProcess(cgroups(folder))
              .orElseGet(() -> new Owner(OwnerKind.PROCESS, name));
      return Optional.of(Holder.of(owner, new OwnerProcess(pid, name)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Kernels without cgroups have no such file. */
  private static List<String> cgroups(Path folder) {
    try {
      return Files.readAllLines(folder.resolve("cgroup"), ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }
}
