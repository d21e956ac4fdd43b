/** The topology in one readable place, and what joins it to Kafka. */
@NullMarked
package dev.socketfleet.streams.topology;

import org.jspecify.annotations.NullMarked;
