package dev.socketfleet.common.model;

import java.util.List;
import java.util.Map;

/**
 * What the kernel counts and limits per network namespace.
 *
 * @param inode number of the namespace, 0 where the system has none
 * @param tcp cumulative counters since boot by camelCase name ({@code listenOverflows}); absent
 *     means that the kernel does not tell
 * @param destinations the busiest ones
 */
public record Namespace(
    String name,
    long inode,
    Map<String, Long> tcp,
    KernelLimits limits,
    List<Destination> destinations) {

  public Namespace {
    tcp = Map.copyOf(tcp);
    destinations = List.copyOf(destinations);
  }
}
