/** The {@code socketfleet} command: one class a subcommand, thin, over the other packages. */
@NullMarked
package dev.socketfleet.deploy.cli;

import org.jspecify.annotations.NullMarked;
