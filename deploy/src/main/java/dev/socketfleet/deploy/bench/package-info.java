/**
 * Benchmarks: each compares what it measures with a peer or a limit in the same run, one after the
 * other in turn, and prints medians and ratios.
 */
@NullMarked
package dev.socketfleet.deploy.bench;

import org.jspecify.annotations.NullMarked;
