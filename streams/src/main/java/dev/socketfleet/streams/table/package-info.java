/** Compacted topics as tables that every instance reads whole. */
@NullMarked
package dev.socketfleet.streams.table;

import org.jspecify.annotations.NullMarked;
