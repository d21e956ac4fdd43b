package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Glob;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * An incident as it is asked for: what is left open is chosen for each host.
 *
 * @param start from the start of the simulation
 * @param hosts which ones; all when absent
 * @param share of those hosts that it happens to, above 0 and at most 1
 * @param strength in the kind's unit
 */
record Request(
    IncidentKind kind,
    Duration start,
    Duration length,
    Optional<Glob> hosts,
    OptionalDouble share,
    Optional<Role> role,
    OptionalInt port,
    Optional<String> netns,
    OptionalDouble strength,
    OptionalInt syncookies,
    Optional<SocketState> state) {}
