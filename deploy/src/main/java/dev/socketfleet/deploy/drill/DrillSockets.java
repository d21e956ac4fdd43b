package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;

/**
 * What a drill holds open.
 *
 * @param port the server's
 * @param pid of the process that has the server's sockets
 * @param namespace name of the network namespace they are in, empty for the host's own
 */
public record DrillSockets(SocketState state, int count, int port, long pid, String namespace) {}
