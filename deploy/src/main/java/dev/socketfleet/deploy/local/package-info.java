/** The whole pipeline in one process, with a real broker inside. */
@NullMarked
package dev.socketfleet.deploy.local;

import org.jspecify.annotations.NullMarked;
