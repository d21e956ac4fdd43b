/** The topics that join the modules: names, settings, creation, drift and access rights. */
@NullMarked
package dev.socketfleet.common.kafka;

import org.jspecify.annotations.NullMarked;
