package dev.socketfleet.common.states;

/**
 * Something beside a state that alerts are about: {@code listen_queue}, {@code host}.
 *
 * @param id as rules and alerts name it
 */
public record Subject(String id, String title, String definition, Guidance guidance) {}
