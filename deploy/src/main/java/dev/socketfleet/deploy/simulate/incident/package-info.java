/**
 * Incidents that happen to a simulated fleet: how they are asked for, what they do to sockets, and
 * the truth about them, computed without the rule engine.
 */
@NullMarked
package dev.socketfleet.deploy.simulate.incident;

import org.jspecify.annotations.NullMarked;
