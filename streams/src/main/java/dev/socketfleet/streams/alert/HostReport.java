package dev.socketfleet.streams.alert;

import java.util.Map;

/**
 * A snapshot of a host as a message: that it came, from whom and how good it was. Incomplete and
 * late ones are reports too.
 *
 * @param appendMs when the broker took it, milliseconds since the epoch
 * @param boot of the collector process that sent it
 * @param skewMs broker's clock minus the host's
 * @param trusted whether the host's times are believed
 * @param incompleteTotal incomplete snapshots of the host so far, this one included
 */
public record HostReport(
    String host,
    Map<String, String> labels,
    String os,
    long appendMs,
    String boot,
    long skewMs,
    boolean trusted,
    long incompleteTotal) {}
