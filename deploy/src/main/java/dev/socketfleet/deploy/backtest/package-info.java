/** The rules over what was recorded: the same code as in streams, on a clock of the records. */
@NullMarked
package dev.socketfleet.deploy.backtest;

import org.jspecify.annotations.NullMarked;
