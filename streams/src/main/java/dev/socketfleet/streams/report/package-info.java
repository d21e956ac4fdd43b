/** What hosts tell the fleet: of the engine on the one side, of the fleet's alerts on the other. */
@NullMarked
package dev.socketfleet.streams.report;

import org.jspecify.annotations.NullMarked;
