package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Endpoint;

/** An endpoint in a network namespace: where alerts suppress one another. */
record Place(String netns, Endpoint endpoint) {}
