/**
 * The TCP sockets of a host in one table, whoever reads them: {@link
 * dev.socketfleet.collector.source.SocketSource} is the contract, the packages below hold one
 * implementation each.
 */
@NullMarked
package dev.socketfleet.collector.source;

import org.jspecify.annotations.NullMarked;
