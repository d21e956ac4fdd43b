package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which hosts are added up: all, or those with one value of a label.
 *
 * @param text {@code fleet} or {@code label:<key>=<value>}, as in the scope of a window
 */
public record FleetScope(String text) {

  /** All hosts. */
  public static final FleetScope FLEET = new FleetScope("fleet");

  private static final List<FleetScope> ALL = List.of(FLEET);

  private static final String LABEL = "label:";

  /** The hosts with this label. */
  public static FleetScope ofLabel(String key, String value) {
    return new FleetScope(LABEL + key + "=" + value);
  }

  /**
   * All scopes that a host is in: the fleet, and one for each of the labels that it has.
   *
   * @param scoping labels whose values are scopes of their own
   */
  static List<FleetScope> of(Map<String, String> labels, Set<String> scoping) {
    if (scoping.isEmpty()) {
      return ALL;
    }
    List<FleetScope> scopes = new ArrayList<>(1 + scoping.size());
    scopes.add(FLEET);
    for (String label : scoping) {
      String value = labels.get(label);
      if (value != null) {
        scopes.add(ofLabel(label, value));
      }
    }
    return scopes;
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
