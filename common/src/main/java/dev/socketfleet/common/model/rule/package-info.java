/** Rules as data: what to watch, when it is trouble, for how long. */
@NullMarked
package dev.socketfleet.common.model.rule;

import org.jspecify.annotations.NullMarked;
