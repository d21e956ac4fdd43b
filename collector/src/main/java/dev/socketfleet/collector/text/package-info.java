/**
 * Sockets of hosts without a collector, from the text that {@code ss}, {@code netstat} and their
 * kind print: {@link dev.socketfleet.collector.text.TextFormat} is the contract of a format, {@link
 * dev.socketfleet.collector.text.TextSocketSource} reads one.
 */
@NullMarked
package dev.socketfleet.collector.text;

import org.jspecify.annotations.NullMarked;
