/**
 * Configuration of the applications: keys declared once in a {@link
 * org.apache.kafka.common.config.ConfigDef}, read from a file, the environment and the command
 * line, with every problem told at once.
 */
@NullMarked
package dev.socketfleet.common.config;

import org.jspecify.annotations.NullMarked;
