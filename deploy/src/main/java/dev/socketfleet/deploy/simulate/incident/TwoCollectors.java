package dev.socketfleet.deploy.simulate.incident;

/** A second collector sends under the same host id. */
final class TwoCollectors extends Course {

  TwoCollectors(Incident incident) {
    super(incident);
  }

  @Override
  public boolean secondCollector(long atMs) {
    return isOn(atMs);
  }
}
