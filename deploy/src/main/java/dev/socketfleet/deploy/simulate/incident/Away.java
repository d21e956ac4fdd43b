package dev.socketfleet.deploy.simulate.incident;

/** The collector sends nothing, and starts anew afterwards. */
final class Away extends Course {

  private final long delayMs;

  /**
   * The collector of one host.
   *
   * @param delayMs by which it stops and comes back later than the incident says
   */
  Away(Incident incident, long delayMs) {
    super(incident);
    this.delayMs = delayMs;
  }

  @Override
  public boolean silent(long atMs) {
    return isOn(atMs - delayMs);
  }

  @Override
  public long backMs(long atMs) {
    return isOver(atMs - delayMs) ? endMs() + delayMs : 0;
  }
}
