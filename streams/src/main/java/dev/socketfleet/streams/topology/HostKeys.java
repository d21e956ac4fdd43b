package dev.socketfleet.streams.topology;

/**
 * Keys of the store of hosts: the host's id for its whole record, the id and a place for each delta
 * on top of it, which so follow it. No host id has the characters that are used here.
 */
final class HostKeys {

  /** How far the partition was read. */
  static final String POSITION = "*position";

  private static final char SEPARATOR = '\u0000';
  private static final char FIRST_PLACE = 'A';

  private HostKeys() {}

  static String delta(String host, int place) {
    return host + SEPARATOR + (char) (FIRST_PLACE + place);
  }

  /** Above all keys of the host and below those of every other. */
  static String last(String host) {
    return host + SEPARATOR + Character.MAX_VALUE;
  }

  static boolean isDelta(String key) {
    return key.indexOf(SEPARATOR) > 0;
  }

  /** Whether the key is one of the host. */
  static boolean isOf(String key, String host) {
    return key.startsWith(host)
        && (key.length() == host.length() || key.charAt(host.length()) == SEPARATOR);
  }
}
