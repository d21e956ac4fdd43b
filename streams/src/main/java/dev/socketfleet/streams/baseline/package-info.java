/** What a series is used to, learned in a few bytes. Pure logic: neither Kafka nor I/O. */
@NullMarked
package dev.socketfleet.streams.baseline;

import org.jspecify.annotations.NullMarked;
