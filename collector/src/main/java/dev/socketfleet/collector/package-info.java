@NullMarked
package dev.socketfleet.collector;

import org.jspecify.annotations.NullMarked;
