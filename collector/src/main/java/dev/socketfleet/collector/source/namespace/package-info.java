/**
 * The network namespaces of a Linux host: finding them, entering them, what the kernel counts in
 * each.
 */
@NullMarked
package dev.socketfleet.collector.source.namespace;

import org.jspecify.annotations.NullMarked;
