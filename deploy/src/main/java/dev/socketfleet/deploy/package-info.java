/** What makes the modules one runnable thing: the command, the local mode, the drills. */
@NullMarked
package dev.socketfleet.deploy;

import org.jspecify.annotations.NullMarked;
