package dev.socketfleet.common.model.rule;

/** Ports from first to last, both inclusive. */
public record PortRange(int first, int last) {

  public PortRange {
    if (first < 1 || last > 65_535 || first > last) {
      throw new IllegalArgumentException(
          "ports were %d-%d but they must be in 1..65535, lower first".formatted(first, last));
    }
  }

  /** Whether the port is in the range. */
  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  /** {@code 443} or {@code 8000-8100}. */
  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
