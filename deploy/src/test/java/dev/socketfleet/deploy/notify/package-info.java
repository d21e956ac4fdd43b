/** The outputs against real receivers and a real broker. */
@NullMarked
package dev.socketfleet.deploy.notify;

import org.jspecify.annotations.NullMarked;
