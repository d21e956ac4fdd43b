package dev.socketfleet.collector.owner;

import dev.socketfleet.common.model.Owner;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cgroups (version 2) of this host by their ids, which the kernel tells of each socket ({@code
 * INET_DIAG_CGROUP_ID} in linux/inet_diag.h): a cgroup's id is the inode of its folder, cgroups(7).
 * Readable without any right. Owned by one thread.
 */
final class Cgroups {

  private static final Logger log = LoggerFactory.getLogger(Cgroups.class);

  /** The whole host: who is in it is in no unit and no container. */
  private static final long ROOT_ID = 1;

  private static final long LEAST_PAUSE_MS = Duration.ofSeconds(10).toMillis();

  /** A folder without folders in it has a link from its parent and one from itself. */
  private static final int LINKS_OF_A_LEAF = 2;

  private static final int MAX_DEPTH = 32;

  private final Path root;
  private final LongSupplier clockMs;
  private final Map<Long, Path> folders = new HashMap<>();
  private final Map<Long, Optional<Holder>> holders = new HashMap<>();
  private long nextScanMs = Long.MIN_VALUE;

  /**
   * @param root where version 2 is mounted
   * @param clockMs milliseconds of a clock that never jumps
   */
  Cgroups(Path root, LongSupplier clockMs) {
    this.root = root;
    this.clockMs = clockMs;
  }

  /** Where this host has version 2: alone, or beside version 1. */
  static Path mountPoint() {
    Path alone = Path.of("/sys/fs/cgroup");
    return Files.exists(alone.resolve("cgroup.controllers")) ? alone : alone.resolve("unified");
  }

  /** The unit or container that the cgroup stands for; its processes are not told. */
  Optional<Holder> holder(long id) {
    Optional<Holder> known = holders.get(id);
    if (known != null) {
      return known;
    }
    Optional<Path> folder = folder(id);
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Optional<Owner> owner = CgroupOwner.ofPath("/" + root.relativize(folder.get()));
    Optional<Holder> holder = owner.map(Holder::of);
    holders.put(id, holder);
    return holder;
  }

  /** The processes that are in it now; none when it is gone or is the whole host. */
  IntStream pids(long id) {
    Optional<Path> folder = folder(id);
    if (folder.isEmpty()) {
      return IntStream.empty();
    }
    try {
      return Files.readAllLines(folder.get().resolve("cgroup.procs")).stream()
          .mapToInt(Integer::parseInt)
          .filter(pid -> pid > 0);
    } catch (IOException | NumberFormatException e) {
      log.trace("Cgroup {} is gone", folder.get(), e);
      return IntStream.empty();
    }
  }

  private Optional<Path> folder(long id) {
    if (id <= ROOT_ID) {
      return Optional.empty();
    }
    if (!folders.containsKey(id) && clockMs.getAsLong() >= nextScanMs) {
      folders.clear();
      holders.clear();
      scan(root, 0);
      nextScanMs = clockMs.getAsLong() + LEAST_PAUSE_MS;
    }
    return Optional.ofNullable(folders.get(id));
  }

  private void scan(Path folder, int depth) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Map<String, Object> attributes =
            Files.readAttributes(entry, "unix:ino,nlink,isDirectory", LinkOption.NOFOLLOW_LINKS);
        if (Boolean.TRUE.equals(attributes.get("isDirectory"))
            && attributes.get("ino") instanceof Long id) {
          folders.put(id, entry);
          boolean leaf = Objects.equals(attributes.get("nlink"), LINKS_OF_A_LEAF);
          if (!leaf && depth < MAX_DEPTH) {
            scan(entry, depth + 1);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.trace("Cgroup {} ended meanwhile", folder, e);
    }
  }
}
