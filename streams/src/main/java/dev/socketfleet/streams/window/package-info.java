/** Gauge windows over snapshots of one host. Pure logic: neither Kafka nor I/O. */
@NullMarked
package dev.socketfleet.streams.window;

import org.jspecify.annotations.NullMarked;
