/**
 * Sockets of hosts without a collector, from the text that {@code ss}, {@code netstat} and their
 * kind print: {@link dev.socketfleet.collector.source.text.TextFormat} is the contract of a format,
 * {@link dev.socketfleet.collector.source.text.TextSocketSource} reads one.
 */
@NullMarked
package dev.socketfleet.collector.source.text;

import org.jspecify.annotations.NullMarked;
