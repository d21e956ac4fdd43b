@NullMarked
package dev.socketfleet.deploy;

import org.jspecify.annotations.NullMarked;
