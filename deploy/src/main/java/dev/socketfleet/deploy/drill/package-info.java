/** Real sockets in a wanted state, bounded in number and time, so that a team sees its alert. */
@NullMarked
package dev.socketfleet.deploy.drill;

import org.jspecify.annotations.NullMarked;
