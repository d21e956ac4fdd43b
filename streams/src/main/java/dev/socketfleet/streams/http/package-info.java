/** The HTTP API: paths, parameters and bodies over what the query package answers. */
@NullMarked
package dev.socketfleet.streams.http;

import org.jspecify.annotations.NullMarked;
