/** Text for people: tables that fit a terminal and cannot be used against it. */
@NullMarked
package dev.socketfleet.common.text;

import org.jspecify.annotations.NullMarked;
