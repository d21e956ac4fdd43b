/** What queries ask for, independent of who asks (HTTP) and where it is stored (state stores). */
@NullMarked
package dev.socketfleet.streams.query;

import org.jspecify.annotations.NullMarked;
