/**
 * The state dictionary: what each TCP state means, how every system spells it, what an excess of it
 * means and what to check first. The knowledge is in {@code states.json}; the types here only read
 * it.
 */
@NullMarked
package dev.socketfleet.common.states;

import org.jspecify.annotations.NullMarked;
