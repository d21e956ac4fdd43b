/**
 * The same engine without a broker: for recorded and simulated snapshots, whose time is their own.
 */
@NullMarked
package dev.socketfleet.streams.memory;

import org.jspecify.annotations.NullMarked;
