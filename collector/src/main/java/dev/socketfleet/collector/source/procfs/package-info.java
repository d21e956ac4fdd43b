/** Sockets from {@code /proc/net/tcp} and {@code tcp6}: Linux without native code. */
@NullMarked
package dev.socketfleet.collector.source.procfs;

import org.jspecify.annotations.NullMarked;
