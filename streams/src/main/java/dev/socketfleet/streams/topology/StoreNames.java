package dev.socketfleet.streams.topology;

/** Names of nodes and stores. They are part of the changelog topics' names: never change one. */
public final class StoreNames {

  /** Host id to {@link dev.socketfleet.streams.host.HostRecord}, binary. */
  public static final String HOSTS = "hosts";

  /** Host id to append time and JSON of the youngest snapshot. */
  public static final String LATEST = "latest-snapshots";

  /** (Host id, window start) to {@link dev.socketfleet.streams.window.HostWindow}, binary. */
  public static final String WINDOWS = "host-windows";

  static final String SOURCE = "snapshots";
  static final String HOST_STAGE = "host-stage";
  static final String COUNTS_SINK = "counts";
  static final String ALERTS_SINK = "alerts";
  static final String ALERT_EVENTS_SINK = "alert-events";
  static final String DEAD_LETTERS_SINK = "dead-letters";

  private StoreNames() {}
}
