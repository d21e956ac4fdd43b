/** The files for Prometheus and Grafana, against what is really exported. */
@NullMarked
package dev.socketfleet.deploy.observe;

import org.jspecify.annotations.NullMarked;
