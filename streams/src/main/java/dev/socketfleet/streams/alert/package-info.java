/** The life of alerts and what they say. Pure logic: neither Kafka nor I/O. */
@NullMarked
package dev.socketfleet.streams.alert;

import org.jspecify.annotations.NullMarked;
