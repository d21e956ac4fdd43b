package dev.socketfleet.deploy.drill;

/**
 * What a drill holds open.
 *
 * @param what the sockets in words, as {@code 300 close_wait sockets}
 * @param filter the filter by which {@code ss -tan} shows them
 * @param port the service's
 * @param pid of the process that has the sockets
 * @param namespace name of the network namespace they are in, empty for the host's own
 */
public record DrillSockets(String what, String filter, int port, long pid, String namespace) {}
