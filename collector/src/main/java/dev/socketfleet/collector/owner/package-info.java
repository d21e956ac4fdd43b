/** Who holds a socket: what an operator would restart, found in the process table. */
@NullMarked
package dev.socketfleet.collector.owner;

import org.jspecify.annotations.NullMarked;
