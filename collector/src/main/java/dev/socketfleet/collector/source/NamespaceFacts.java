package dev.socketfleet.collector.source;

import dev.socketfleet.common.model.KernelLimits;
import java.util.Map;

/**
 * What the kernel counts and limits in one network namespace.
 *
 * @param tcp cumulative counters by their name in the snapshot ({@code listenOverflows}); what the
 *     kernel does not tell is absent, never zero
 */
public record NamespaceFacts(Map<String, Long> tcp, KernelLimits limits) {

  /** Nothing known. */
  public static final NamespaceFacts NONE = new NamespaceFacts(Map.of(), KernelLimits.NONE);

  public NamespaceFacts {
    tcp = Map.copyOf(tcp);
  }
}
