/**
 * The JSON that travels on the topics. Golden files under {@code src/test/resources/wire/v1} pin
 * it: readers ignore fields they do not know, writers never remove one within a version.
 */
@NullMarked
package dev.socketfleet.common.wire;

import org.jspecify.annotations.NullMarked;
