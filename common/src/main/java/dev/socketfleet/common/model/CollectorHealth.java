package dev.socketfleet.common.model;

/**
 * How the collector itself is: it opens no port, so its health travels inside the snapshot.
 *
 * @param captureMicros CPU or wall time that this capture took, microseconds
 * @param rssBytes resident memory of the process, 0 where unknown
 * @param dropped snapshots lost so far because Kafka was away longer than the memory ring lasts
 */
public record CollectorHealth(String version, long captureMicros, long rssBytes, long dropped) {}
