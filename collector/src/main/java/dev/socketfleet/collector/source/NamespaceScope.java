package dev.socketfleet.collector.source;

import java.util.Arrays;
import java.util.Optional;

/** Which network namespaces of the host are read. */
public enum NamespaceScope {
  /** All when the collector runs in the host's own namespace with the rights, else its own. */
  AUTO("auto"),
  /** Only the one that the collector runs in. */
  OWN("own"),
  /** All that can be entered, wherever the collector runs. */
  ALL("all");

  private final String wireName;

  NamespaceScope(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the configuration. */
  public String wireName() {
    return wireName;
  }

  /** The scope of exactly this name. */
  public static Optional<NamespaceScope> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(scope -> scope.wireName.equals(wireName)).findFirst();
  }
}
