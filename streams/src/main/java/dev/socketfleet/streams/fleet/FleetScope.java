package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;

/**
 * Which hosts are added up: all, or those with one value of a label.
 *
 * @param text {@code fleet} or {@code label:<key>=<value>}, as in the scope of a window
 */
public record FleetScope(String text) {

  /** All hosts. */
  public static final FleetScope FLEET = new FleetScope("fleet");

  private static final String LABEL = "label:";

  /** The hosts with this label. */
  public static FleetScope ofLabel(String key, String value) {
    return new FleetScope(LABEL + key + "=" + value);
  }

  /** Key of the whole scope's windows on the topic of counts: {@code fleet}, {@code label/k=v}. */
  public String key() {
    return text.startsWith(LABEL) ? "label/" + text.substring(LABEL.length()) : text;
  }

  /** Key of an endpoint's windows on the topic of counts: {@code fleet/server/443}. */
  public String key(Endpoint endpoint) {
    return key() + "/" + endpoint.role().wireName() + "/" + endpoint.port();
  }
}
