/** Runs the rule engine on a simulated fleet, without a broker, and compares it with the truth. */
@NullMarked
package dev.socketfleet.deploy.simulate.score;

import org.jspecify.annotations.NullMarked;
