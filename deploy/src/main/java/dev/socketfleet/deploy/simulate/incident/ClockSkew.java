package dev.socketfleet.deploy.simulate.incident;

/** The host's clock is wrong, and is set right at the end. */
final class ClockSkew extends Course {

  private final long aheadMs;

  ClockSkew(Incident incident) {
    super(incident);
    this.aheadMs = Math.round(incident.strength() * 1_000);
  }

  @Override
  public long clockAheadMs(long atMs) {
    return isOn(atMs) ? aheadMs : 0;
  }
}
