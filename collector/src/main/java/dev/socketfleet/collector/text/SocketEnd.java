package dev.socketfleet.collector.text;

/**
 * One end of a socket as it was printed.
 *
 * @param high and {@code low}: the address as in the {@link
 *     dev.socketfleet.collector.source.SocketTable}; that of "any" when it is a name or was cut
 * @param port 0..65535, 0 for none and for a name that nobody knows
 * @param v6 whether the text itself is IPv6
 * @param any whether the text is {@code *}
 * @param unknownPort the name of a port that nobody knows, else empty
 */
record SocketEnd(long high, long low, int port, boolean v6, boolean any, String unknownPort) {

  /** Where nothing stands. */
  static final SocketEnd NONE =
      new SocketEnd(
          AddressText.Address.ANY_V4.high(), AddressText.Address.ANY_V4.low(), 0, false, true, "");
}
