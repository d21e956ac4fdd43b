package dev.socketfleet.common.model;

/**
 * A remote address and how many sockets of a group go there.
 *
 * @param address IPv4 dotted or IPv6 as of RFC 5952, at most 64 characters
 */
public record PeerCount(String address, long count) {

  public PeerCount {
    if (address.length() > 64) {
      throw new IllegalArgumentException(
          "peer address was '%s' but an address has at most 64 characters"
              .formatted(Quoted.of(address)));
    }
    if (count < 0) {
      throw new IllegalArgumentException("peer count was " + count + " but it must be at least 0");
    }
  }
}
