@NullMarked
package dev.socketfleet.deploy.pipeline;

import org.jspecify.annotations.NullMarked;
