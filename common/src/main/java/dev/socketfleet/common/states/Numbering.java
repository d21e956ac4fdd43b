package dev.socketfleet.common.states;

/**
 * One way of numbering the states. Numbers may be compared between systems of the same numbering
 * and between no others.
 *
 * @param id for example {@code bsd}
 */
public record Numbering(String id, String note) {}
