package dev.socketfleet.streams.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read from files, and is read again when one of them changes. What cannot be read leaves
 * the old in force. Any thread may get; one looks for changes.
 */
final class Reloaded<T> implements Supplier<T> {

  private static final Logger log = LoggerFactory.getLogger(Reloaded.class);

  private final List<Path> files;
  private final Supplier<T> read;
  private volatile T current;
  private String version;

  /**
   * Reads for the first time.
   *
   * @param read throws IllegalArgumentException for what cannot be read
   */
  Reloaded(List<Path> files, Supplier<T> read) {
    this.files = List.copyOf(files);
    this.read = read;
    this.version = version();
    this.current = read.get();
  }

  @Override
  public T get() {
    return current;
  }

  /** Reads again what changed; whether it did. */
  boolean refresh() {
    String now = version();
    if (now.equals(version)) {
      return false;
    }
    version = now;
    try {
      current = read.get();
      log.info("Read again: {}", files);
      return true;
    } catch (IllegalArgumentException e) {
      log.warn("What was read before stays in force: {}", e.getMessage());
      return false;
    }
  }

  private String version() {
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      try {
        text.append(Files.getLastModifiedTime(file).toMillis())
            .append('/')
            .append(Files.size(file));
      } catch (IOException e) {
        text.append("none");
      }
      text.append(' ');
    }
    return text.toString();
  }
}
