package dev.socketfleet.common.states;

/**
 * A counter or a limit that belongs to a state.
 *
 * @param name as the system writes it: {@code TcpExtListenDrops} (nstat), {@code
 *     net.core.somaxconn} (sysctl)
 * @param tells what it says about the state
 */
public record Reading(String name, String tells) {}
