/** Faults of processes and brokers: after each, the counts equal the snapshots. */
@NullMarked
package dev.socketfleet.deploy.fault;

import org.jspecify.annotations.NullMarked;
