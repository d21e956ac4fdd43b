package dev.socketfleet.collector.owner;

import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds who holds a socket: reads the links of {@code /proc/PID/fd}, see proc(5). Processes come
 * and go while it reads; what vanished holds nothing any more.
 */
final class ProcessTable {

  private static final String SOCKET = "socket:[";
  private static final int MAX_TEXT = 8_192;

  private final Path proc;
  private boolean denied;

  ProcessTable(Path proc) {
    this.proc = proc;
  }

  /** Whether some process did not show its files to this user in the last search. */
  boolean wasDenied() {
    return denied;
  }

  /**
   * Looks for the holders of these sockets.
   *
   * @param inodes of the sockets
   * @return holders by inode, of those that were found
   */
  Map<Long, Holder> find(Set<Long> inodes) {
    Map<Long, Holder> found = new HashMap<>();
    denied = false;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        search(process, inodes, found);
      }
    } catch (IOException | DirectoryIteratorException e) {
      denied = true;
    }
    return found;
  }

  private void search(Path process, Set<Long> inodes, Map<Long, Holder> found) {
    Holder holder = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        long inode = socket(file);
        if (inode > 0 && inodes.contains(inode)) {
          holder = holder == null ? holder(pid(process)) : holder;
          found.putIfAbsent(inode, holder);
        }
      }
    } catch (AccessDeniedException e) {
      denied = true;
    } catch (IOException | DirectoryIteratorException e) {
      // It ended while it was read.
      return;
    }
  }

  private static int pid(Path process) {
    return Integer.parseInt(process.getFileName().toString());
  }

  private long socket(Path file) {
    try {
      String target = Files.readSymbolicLink(file).toString();
      return target.startsWith(SOCKET)
          ? Long.parseLong(target.substring(SOCKET.length(), target.length() - 1))
          : 0;
    } catch (AccessDeniedException e) {
      denied = true;
      return 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** The process with its unit or container, or else its command name as the owner. */
  Holder holder(int pid) {
    Path process = proc.resolve(Integer.toString(pid));
    String command = strip(read(process.resolve("comm")));
    Owner owner =
        OwnerOf.cgroup(orEmpty(read(process.resolve("cgroup"))))
            .orElseGet(() -> new Owner(OwnerKind.PROCESS, command));
    return Holder.of(owner, new OwnerProcess(pid, command));
  }

  private static String strip(@Nullable String text) {
    return text == null ? "" : text.strip();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }
}
