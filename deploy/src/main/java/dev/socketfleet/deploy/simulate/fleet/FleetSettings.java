package dev.socketfleet.deploy.simulate.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * What determines a fleet.
 *
 * @param seed of all that is random
 * @param hosts how many, at least 1
 * @param interval between two snapshots of a host
 * @param start of the first interval
 */
public record FleetSettings(long seed, int hosts, Duration interval, Instant start) {}
