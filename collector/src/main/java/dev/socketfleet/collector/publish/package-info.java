/** The way of snapshots to Kafka. */
@NullMarked
package dev.socketfleet.collector.publish;

import org.jspecify.annotations.NullMarked;
