package dev.socketfleet.collector.normalize;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Namespace;
import java.util.List;

/**
 * The sockets of one capture, counted.
 *
 * @param groups at most the group limit; their totals are those of the table
 * @param namespaces in the order of the capture
 */
public record NormalizedSockets(List<Group> groups, List<Namespace> namespaces) {

  public NormalizedSockets {
    groups = List.copyOf(groups);
    namespaces = List.copyOf(namespaces);
  }
}
