/**
 * The host stage without Kafka: what one snapshot does to a host's windows, baselines and alerts,
 * and what the passing of time does to them.
 */
@NullMarked
package dev.socketfleet.streams.host;

import org.jspecify.annotations.NullMarked;
