/** The rules that are in force and how each kind judges. Pure logic: neither Kafka nor I/O. */
@NullMarked
package dev.socketfleet.streams.rule;

import org.jspecify.annotations.NullMarked;
