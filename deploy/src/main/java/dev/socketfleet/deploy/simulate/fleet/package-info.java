/**
 * A synthetic fleet: what each host's collector would send at any moment, as a function of seed,
 * host and time. Neither Kafka nor I/O.
 */
@NullMarked
package dev.socketfleet.deploy.simulate.fleet;

import org.jspecify.annotations.NullMarked;
