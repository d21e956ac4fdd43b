/**
 * Alerts to where people wait for them: Alertmanager and webhooks. Each receiver has a consumer
 * group, a thread and a backoff of its own, so that one that is down holds up nobody.
 */
@NullMarked
package dev.socketfleet.streams.notify;

import org.jspecify.annotations.NullMarked;
