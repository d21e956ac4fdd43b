/** What the process tells about itself on {@code /metrics}. */
@NullMarked
package dev.socketfleet.streams.metrics;

import org.jspecify.annotations.NullMarked;
