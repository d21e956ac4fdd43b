package dev.socketfleet.common.kafka;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Rights of one component on one resource, as Kafka's authorizer knows them.
 *
 * @param resource {@code topic}, {@code group} or {@code transactional-id}, as in the options of
 *     {@code kafka-acls.sh}
 * @param prefixed whether the name stands for all that begin with it
 * @param operations names as in {@code --operation}
 * @param why what the component does with them
 */
public record AclGrant(
    String resource, String name, boolean prefixed, List<String> operations, String why) {

  public AclGrant {
    operations = List.copyOf(operations);
  }

  /** The command of Kafka's distribution that grants this to a principal, as one line. */
  public String command(String principal) {
    String allowed =
        operations.stream().map(name -> " --operation " + name).collect(Collectors.joining());
    return "kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\" --add --allow-principal '%s'%s --%s '%s'%s"
        .formatted(
            principal,
            allowed,
            resource,
            name,
            prefixed ? " --resource-pattern-type prefixed" : "");
  }
}
