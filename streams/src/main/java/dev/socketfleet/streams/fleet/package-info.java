/**
 * The fleet roll-up: the closed windows of all hosts of a partition are added up to a partial, and
 * the partials of all partitions to the window of the fleet and of each label value.
 */
@NullMarked
package dev.socketfleet.streams.fleet;

import org.jspecify.annotations.NullMarked;
