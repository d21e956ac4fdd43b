package dev.socketfleet.deploy.drill;

import java.util.List;
import java.util.Map;

/**
 * A scenario that needs a network namespace of its own, and what it needs there.
 *
 * @param what the sockets in words
 * @param filter the filter by which {@code ss -tan} shows them
 * @param limits kernel settings of the namespace, by path under {@code /proc/sys/net}
 * @param lost the packets that get lost, as an expression of nft(8); empty for none
 * @param program its main method makes the sockets
 */
record Scene(
    String what,
    String filter,
    Map<String, String> limits,
    String lost,
    Class<?> program,
    List<String> arguments) {

  /** The service's: the namespace has no other. */
  static final int PORT = 18_080;

  static final String NOTHING = "";
  static final String SYNS_TO_THE_SERVICE = "tcp dport " + PORT + " tcp flags & (syn | ack) == syn";
  static final String SYN_ACKS_OF_THE_SERVICE =
      "tcp sport " + PORT + " tcp flags & (syn | ack) == (syn | ack)";
  static final String FINS_OF_THE_SERVICE = "tcp sport " + PORT + " tcp flags & fin == fin";

  Scene {
    limits = Map.copyOf(limits);
    arguments = List.copyOf(arguments);
  }
}
