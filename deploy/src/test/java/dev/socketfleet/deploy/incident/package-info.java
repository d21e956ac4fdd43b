/** Real incidents, made by the drills, and the alerts that they have to raise. */
@NullMarked
package dev.socketfleet.deploy.incident;

import org.jspecify.annotations.NullMarked;
