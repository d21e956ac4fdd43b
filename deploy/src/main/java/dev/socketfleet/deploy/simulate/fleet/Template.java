package dev.socketfleet.deploy.simulate.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;

/**
 * One endpoint of a profile.
 *
 * @param container 0 for the host's own namespace, 1 or 2 for its containers
 * @param unit the owner's name; containers are named by the host
 * @param process command name of the holder
 * @param established sockets at the daily peak
 * @param lifeSeconds how long a connection lasts
 * @param closes share of the connections that this side closes: they end in TIME_WAIT
 * @param sockets that listen; 0 for clients
 * @param limit of each accept queue
 * @param rhythm how the count moves over the day
 * @param remote on the other end
 * @param deployed whether it is replaced now and then
 */
record Template(
    Endpoint endpoint,
    int container,
    OwnerKind ownerKind,
    String unit,
    String process,
    double established,
    double lifeSeconds,
    double closes,
    int sockets,
    long limit,
    Rhythm rhythm,
    Remote remote,
    boolean deployed) {

  /** How a count moves over the day. */
  enum Rhythm {
    DAILY,
    FLAT,
    /** Near nothing, and much for some minutes of each hour. */
    JOBS
  }

  /** Who is on the other end. */
  enum Remote {
    WEB,
    APP,
    DB,
    CACHE,
    WORKER,
    INTERNET,
    LOOPBACK,
    /** Hosts of the company that are not in the fleet. */
    OTHERS
  }

  static Template server(
      int port, String unit, String process, double established, double lifeSeconds) {
    return new Template(
        new Endpoint(Role.SERVER, port),
        0,
        OwnerKind.UNIT,
        unit,
        process,
        established,
        lifeSeconds,
        0.3,
        1,
        4_096,
        Rhythm.DAILY,
        Remote.OTHERS,
        false);
  }

  static Template client(
      int port, String unit, String process, double established, double lifeSeconds) {
    return new Template(
        new Endpoint(Role.CLIENT, port),
        0,
        OwnerKind.UNIT,
        unit,
        process,
        established,
        lifeSeconds,
        0.7,
        0,
        0,
        Rhythm.DAILY,
        Remote.OTHERS,
        false);
  }

  Template listening(int count, long queueLimit) {
    return new Template(
        endpoint,
        container,
        ownerKind,
        unit,
        process,
        established,
        lifeSeconds,
        closes,
        count,
        queueLimit,
        rhythm,
        remote,
        deployed);
  }

  Template closing(double share) {
    return new Template(
        endpoint,
        container,
        ownerKind,
        unit,
        process,
        established,
        lifeSeconds,
        share,
        sockets,
        limit,
        rhythm,
        remote,
        deployed);
  }

  Template with(Remote other) {
    return new Template(
        endpoint,
        container,
        ownerKind,
        unit,
        process,
        established,
        lifeSeconds,
        closes,
        sockets,
        limit,
        rhythm,
        other,
        deployed);
  }

  Template in(Rhythm other) {
    return new Template(
        endpoint,
        container,
        ownerKind,
        unit,
        process,
        established,
        lifeSeconds,
        closes,
        sockets,
        limit,
        other,
        remote,
        deployed);
  }

  Template inContainer(int number) {
    return new Template(
        endpoint,
        number,
        OwnerKind.CONTAINER,
        "",
        process,
        established,
        lifeSeconds,
        closes,
        sockets,
        limit,
        rhythm,
        remote,
        deployed);
  }

  /** Of a process that belongs to no unit. */
  Template ofProcess() {
    return new Template(
        endpoint,
        container,
        OwnerKind.PROCESS,
        process,
        process,
        established,
        lifeSeconds,
        closes,
        sockets,
        limit,
        rhythm,
        remote,
        deployed);
  }

  Template replaced() {
    return new Template(
        endpoint,
        container,
        ownerKind,
        unit,
        process,
        established,
        lifeSeconds,
        closes,
        sockets,
        limit,
        rhythm,
        remote,
        true);
  }

  boolean isServer() {
    return endpoint.role() == Role.SERVER;
  }

  /** New connections a second at the peak. */
  double connectsAtPeak() {
    return established / lifeSeconds;
  }
}
