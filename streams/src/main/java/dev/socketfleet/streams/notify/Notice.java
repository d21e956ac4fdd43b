package dev.socketfleet.streams.notify;

import dev.socketfleet.common.model.Alert;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What Alertmanager is to hear of one alert.
 *
 * @param labels by which it knows the alert
 * @param endedAt when it was over; absent while it fires
 */
record Notice(Map<String, String> labels, Alert alert, Optional<Instant> endedAt) {}
