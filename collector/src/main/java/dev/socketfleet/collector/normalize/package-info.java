/**
 * From rows to counts: on which side of a connection this host is, which port is the service, and
 * how many sockets each owner has in each state. Pure logic on primitive arrays, without input or
 * output.
 */
@NullMarked
package dev.socketfleet.collector.normalize;

import org.jspecify.annotations.NullMarked;
