package dev.socketfleet.streams.topology;

import java.util.List;

/** Names of nodes and stores. They are part of the changelog topics' names: never change one. */
public final class StoreNames {

  /** See {@link HostKeys} to the parts of a {@link dev.socketfleet.streams.host.SavedHost}. */
  public static final String HOSTS = "hosts";

  /** (Host id, window start) to {@link dev.socketfleet.streams.window.HostWindow}, binary. */
  public static final String WINDOWS = "host-windows";

  /** (Host id, window start) to a {@code HostWindow} over many, binary. */
  public static final String COARSE_WINDOWS = "host-coarse-windows";

  /** (Scope, partition, window start) to the partition's {@code FleetWindow}, binary. */
  public static final String FLEET_PARTIALS = "fleet-partials";

  /** (Key of the topic of counts, window start) to what was published, binary. */
  public static final String FLEET_WINDOWS = "fleet-windows";

  /** Scope and window start of what has to be published, or was lately. */
  public static final String FLEET_PENDING = "fleet-pending";

  /** Scope to its youngest {@code FleetWindow}, binary. */
  public static final String FLEET_LATEST = "fleet-latest";

  /** Scope to its alerts; scope and partition to what its hosts have to tell. Binary. */
  public static final String FLEET_ALERTS = "fleet-alerts";

  /** What a host's answers are read from. */
  static final List<String> OF_HOSTS = List.of(HOSTS, WINDOWS, COARSE_WINDOWS);

  /** What the fleet's answers are read from. */
  static final List<String> OF_FLEET = List.of(FLEET_WINDOWS, FLEET_LATEST);

  static final String SOURCE = "snapshots";
  static final String HOST_STAGE = "host-stage";
  static final String COUNTS_SINK = "counts";
  static final String ALERTS_SINK = "alerts";
  static final String ALERT_EVENTS_SINK = "alert-events";
  static final String DEAD_LETTERS_SINK = "dead-letters";

  /** First part of the names around the internal topic that brings partials to their scope. */
  static final String FLEET_TOPIC = "fleet-partials";

  /** Where the host stage hands partials to that topic. */
  static final String FLEET_TOPIC_ENTRY = FLEET_TOPIC + "-repartition-filter";

  static final String FLEET_STAGE = "fleet-stage";
  static final String FLEET_COUNTS_SINK = "fleet-counts";
  static final String FLEET_ALERTS_SINK = "fleet-alerts";
  static final String FLEET_ALERT_EVENTS_SINK = "fleet-alert-events";

  private StoreNames() {}
}
