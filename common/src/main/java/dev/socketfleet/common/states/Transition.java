package dev.socketfleet.common.states;

import dev.socketfleet.common.model.SocketState;

/**
 * A way out of a state (RFC 9293 figure 5).
 *
 * @param state the next one
 * @param when what has to happen
 */
public record Transition(SocketState state, String when) {}
