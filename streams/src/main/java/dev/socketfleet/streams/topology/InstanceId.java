package dev.socketfleet.streams.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Who this instance is to its consumer group (static membership, KIP-345): an instance that comes
 * back within the session timeout gets its partitions at once, also after a crash. The id lives in
 * the state folder, since that folder is what an instance has for itself and keeps.
 */
final class InstanceId {

  private InstanceId() {}

  /** The id of the instance with this state folder, made at its first start. */
  static String of(Path stateDir) {
    Path file = stateDir.resolve("instance-id");
    try {
      return UUID.fromString(Files.readString(file).strip()).toString();
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return create(file);
    } catch (IOException e) {
      throw new UncheckedIOException("state.dir cannot be read: " + file, e);
    }
  }

  private static String create(Path file) {
    String id = UUID.randomUUID().toString();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, id + "\n");
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException("state.dir cannot be written: " + file, e);
    }
  }
}
