@NullMarked
package dev.socketfleet.streams;

import org.jspecify.annotations.NullMarked;
