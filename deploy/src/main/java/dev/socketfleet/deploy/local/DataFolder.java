package dev.socketfleet.deploy.local;

import dev.socketfleet.deploy.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where {@code local} keeps everything, for one process at a time. */
final class DataFolder implements AutoCloseable {

  private final Path root;
  private final boolean ephemeral;
  private final FileChannel channel;

  private DataFolder(Path root, boolean ephemeral, FileChannel channel) {
    this.root = root;
    this.ephemeral = ephemeral;
    this.channel = channel;
  }

  /** The folder when none is asked for, by the XDG base directory specification. */
  static Path standard(Map<String, String> environment, String userHome) {
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base = xdg.isEmpty() ? Path.of(userHome, ".local", "share") : Path.of(xdg);
    return base.resolve("socketfleet");
  }

  /**
   * Takes a folder, which is made when missing.
   *
   * @throws SetupException when it cannot be written or another process has it
   */
  static DataFolder open(Path root) {
    try {
      Files.createDirectories(root);
      return lock(root, false);
    } catch (IOException e) {
      throw new SetupException(
          "The data folder '%s' cannot be written: %s. Choose another with --data, or give this user the right."
              .formatted(root, e),
          e);
    }
  }

  /** Takes a new folder that goes when it is closed. */
  static DataFolder ephemeral() {
    try {
      return lock(Files.createTempDirectory("socketfleet-"), true);
    } catch (IOException e) {
      throw new SetupException(
          "No temporary folder can be made: %s. Give one with --data.".formatted(e), e);
    }
  }

  private static DataFolder lock(Path root, boolean ephemeral) throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new SetupException(
          "The data folder '%s' is in use by another `socketfleet local`. Stop that one, or choose another folder with --data (and other ports with --port and --kafka-port)."
              .formatted(root));
    }
    return new DataFolder(root, ephemeral, channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path streams() {
    return root.resolve("streams");
  }

  Path log() {
    return root.resolve("local.log");
  }

  @Override
  public String toString() {
    return ephemeral ? "a temporary folder" : root.toString();
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (ephemeral) {
        delete(root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + root + " cannot be closed", e);
    }
  }

  private static void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
