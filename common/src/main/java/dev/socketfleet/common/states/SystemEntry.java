package dev.socketfleet.common.states;

import java.util.Optional;

/**
 * Where the names and numbers of a system come from.
 *
 * @param source the header, table or document that defines them
 * @param numbering id of the {@link Numbering} it follows; absent where it has names only
 */
public record SystemEntry(
    StateSystem system,
    String title,
    String source,
    Optional<String> numbering,
    Optional<String> note) {}
