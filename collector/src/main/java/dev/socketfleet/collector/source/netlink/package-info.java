/**
 * Sockets through Linux' {@code NETLINK_SOCK_DIAG} (sock_diag(7)): the cheapest and richest source.
 */
@NullMarked
package dev.socketfleet.collector.source.netlink;

import org.jspecify.annotations.NullMarked;
