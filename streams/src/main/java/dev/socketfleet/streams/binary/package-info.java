/** Compact binary records for state stores: written and read by this module only. */
@NullMarked
package dev.socketfleet.streams.binary;

import org.jspecify.annotations.NullMarked;
