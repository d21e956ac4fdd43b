package dev.socketfleet.collector.owner;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the holders of sockets by reading the links {@code /proc/PID/fd/*}, which show {@code
 * socket:[inode]}: proc_pid_fd(5). Stops when every wanted inode is found.
 */
final class DescriptorWalk {

  private static final Logger log = LoggerFactory.getLogger(DescriptorWalk.class);

  private static final String SOCKET = "socket:[";
  private static final int INIT = 1;

  private final Path proc;
  private final ProcessTable processes;
  private final Folders folders;

  /**
   * What a walk met.
   *
   * @param denied processes whose descriptors may not be read
   */
  record Outcome(int denied) {}

  /** Opens the folder of a process's descriptors. */
  interface Folders {

    DirectoryStream<Path> open(Path folder) throws IOException;
  }

  DescriptorWalk(Path proc, ProcessTable processes, Folders folders) {
    this.proc = proc;
    this.processes = processes;
    this.folders = folders;
  }

  /**
   * Offers each socket's holder to the cache.
   *
   * @param wanted how many holders the cache lacks
   * @param suspects processes to ask before all others, in this order
   * @param newestFirst new sockets mostly belong to new processes; from the oldest, a listener goes
   *     to the parent of the workers that share it
   */
  Outcome run(InodeCache cache, int wanted, Set<Integer> suspects, boolean newestFirst) {
    Round round = new Round(cache, wanted);
    round.ask(suspects);
    if (round.missing > 0) {
      round.ask(pids(newestFirst).filter(pid -> !suspects.contains(pid)).boxed().toList());
    }
    return new Outcome(round.denied);
  }

  private final class Round {

    private final InodeCache cache;
    private int missing;
    private int denied;

    Round(InodeCache cache, int wanted) {
      this.cache = cache;
      this.missing = wanted;
    }

    void ask(Collection<Integer> pids) {
      for (int pid : pids) {
        if (missing <= 0) {
          return;
        }
        try {
          missing -= read(pid, cache);
        } catch (AccessDeniedException e) {
          denied++;
        } catch (IOException | DirectoryIteratorException e) {
          log.trace("Process {} ended meanwhile, and its sockets with it", pid, e);
        }
      }
    }
  }

  /** systemd holds the listeners of the services that it starts on demand: ask it last. */
  private IntStream pids(boolean newestFirst) {
    IntUnaryOperator order = pid -> pid == INIT ? Integer.MAX_VALUE : newestFirst ? -pid : pid;
    String[] names = proc.toFile().list();
    return Arrays.stream(names == null ? new String[0] : names)
        .filter(name -> Character.isDigit(name.charAt(0)))
        .mapToInt(Integer::parseInt)
        .boxed()
        .sorted((a, b) -> Integer.compare(order.applyAsInt(a), order.applyAsInt(b)))
        .flatMapToInt(IntStream::of);
  }

  private int read(int pid, InodeCache cache) throws IOException {
    int found = 0;
    Optional<Holder> holder = Optional.empty();
    Path folder = proc.resolve(Integer.toString(pid)).resolve("fd");
    try (DirectoryStream<Path> descriptors = folders.open(folder)) {
      for (Path descriptor : descriptors) {
        long inode = inode(descriptor);
        if (inode > 0 && cache.lacks(inode)) {
          if (holder.isEmpty()) {
            holder = processes.holder(pid);
          }
          found += holder.isPresent() && cache.offer(inode, holder.get()) ? 1 : 0;
        }
      }
    }
    return found;
  }

  /** 0 when the descriptor is no socket or was closed meanwhile. */
  private static long inode(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith(SOCKET) && target.endsWith("]")
          ? Long.parseLong(target, SOCKET.length(), target.length() - 1, 10)
          : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
