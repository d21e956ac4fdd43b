/**
 * The words of Socketfleet as types: states, roles, endpoints, owners, snapshots, windows, alerts.
 */
@NullMarked
package dev.socketfleet.common.model;

import org.jspecify.annotations.NullMarked;
