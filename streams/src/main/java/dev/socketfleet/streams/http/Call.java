package dev.socketfleet.streams.http;

/**
 * One request that was understood.
 *
 * @param target path and query as they came, to hand on
 */
record Call(Parameters parameters, String target, Forwarding forwarding) {}
