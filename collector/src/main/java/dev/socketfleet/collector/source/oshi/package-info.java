/** Sockets through OSHI: every system that it knows, at the cost of an object for each socket. */
@NullMarked
package dev.socketfleet.collector.source.oshi;

import org.jspecify.annotations.NullMarked;
