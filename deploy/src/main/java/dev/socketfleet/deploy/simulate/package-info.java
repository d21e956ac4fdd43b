/** Publishes what a simulated fleet's collectors would send. */
@NullMarked
package dev.socketfleet.deploy.simulate;

import org.jspecify.annotations.NullMarked;
