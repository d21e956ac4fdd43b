package dev.socketfleet.common.config;

/**
 * A value as it was given.
 *
 * @param origin where it stands, for messages: {@code streams.properties, line 4}
 */
record Setting(String value, String origin) {}
