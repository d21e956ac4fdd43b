/** The dashboard in a real browser, over a real pipeline. */
@NullMarked
package dev.socketfleet.deploy.dashboard;

import org.jspecify.annotations.NullMarked;
