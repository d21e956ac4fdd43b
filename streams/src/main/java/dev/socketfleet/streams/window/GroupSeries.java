package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.SocketState;
import java.util.Map;

/**
 * One group of sockets in a window.
 *
 * @param states those that had a socket; any other is zero
 */
public record GroupSeries(
    String netns, Endpoint endpoint, Owner owner, Map<SocketState, Gauge> states) {}
