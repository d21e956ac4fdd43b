package dev.socketfleet.deploy.simulate.incident;

/** Every snapshot is cut. */
final class Incomplete extends Course {

  Incomplete(Incident incident) {
    super(incident);
  }

  @Override
  public boolean incomplete(long atMs) {
    return isOn(atMs);
  }
}
