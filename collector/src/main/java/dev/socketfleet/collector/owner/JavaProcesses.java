package dev.socketfleet.collector.owner;

import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import java.nio.file.Path;
import java.util.Optional;

/** Processes by what {@link ProcessHandle} tells: every system but Linux. */
final class JavaProcesses implements ProcessTable {

  @Override
  public Optional<Holder> holder(int pid) {
    return ProcessHandle.of(pid)
        .map(
            process -> {
              String name = process.info().command().map(JavaProcesses::baseName).orElse("");
              // The command of another user's process may be hidden; the number still tells it.
              Owner owner = new Owner(OwnerKind.PROCESS, name.isEmpty() ? "pid " + pid : name);
              return Holder.of(owner, new OwnerProcess(pid, name));
            });
  }

  private static String baseName(String command) {
    Path name = Path.of(command).getFileName();
    return name == null ? command : name.toString();
  }
}
