package dev.socketfleet.collector.source.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Numbers of network namespaces as {@code /proc} and {@code /run/netns} show them: namespaces(7).
 */
final class NamespaceLinks {

  /** Not a namespace. */
  static final long NONE = 0;

  private NamespaceLinks() {}

  /**
   * The number behind a link like {@code net:[4026531840]}.
   *
   * @throws IOException when the process is gone or may not be looked at
   */
  static long inodeOfLink(Path link) throws IOException {
    return parse(Files.readSymbolicLink(link).toString());
  }

  /**
   * The number of a mounted namespace: the inode of the file itself. A file on which nothing is
   * mounted (any more) is none.
   */
  static long inodeOfMount(Path mount) throws IOException {
    if (!Files.getFileStore(mount).type().equals("nsfs")) {
      return NONE;
    }
    return Files.getAttribute(mount, "unix:ino") instanceof Long inode ? inode : NONE;
  }

  /** {@link #NONE} for a text of another form. */
  static long parse(String target) {
    if (!target.startsWith("net:[") || !target.endsWith("]")) {
      return NONE;
    }
    try {
      return Long.parseLong(target.substring(5, target.length() - 1));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
