package dev.socketfleet.common.kafka;

import java.util.List;

/**
 * The least rights with which each component works.
 *
 * <p>The idempotent producer asks for no right of its own: since KIP-679 a broker lets whoever may
 * write to any topic take a producer id.
 */
public final class ComponentAcls {

  private final Topics topics;
  private final String applicationId;

  /**
   * @param applicationId of the streams application; its internal topics and transactional ids
   *     begin with {@code <applicationId>-}
   */
  public ComponentAcls(Topics topics, String applicationId) {
    this.topics = topics;
    this.applicationId = applicationId;
  }

  /** A collector appends snapshots and can do nothing else. */
  public List<AclGrant> collector() {
    return List.of(topic(topics.snapshots(), "publish snapshots", "Write", "Describe"));
  }

  /** Streams reads snapshots and rules, writes everything derived from them. */
  public List<AclGrant> streams() {
    return List.of(
        topic(topics.snapshots(), "read what hosts report", "Read", "Describe"),
        topic(topics.rules(), "follow the rules", "Read", "Describe"),
        topic(topics.counts(), "publish closed windows", "Write", "Describe"),
        topic(topics.alerts(), "publish alerts and show them", "Read", "Write", "Describe"),
        topic(topics.alertEvents(), "publish and show transitions", "Read", "Write", "Describe"),
        topic(topics.deadLetters(), "set aside what cannot be read", "Write", "Describe"),
        new AclGrant(
            "topic",
            applicationId + "-",
            true,
            List.of("Create", "Read", "Write", "Describe", "DescribeConfigs", "Delete"),
            "changelogs and other internal topics"),
        new AclGrant(
            "group",
            applicationId,
            true,
            List.of("Read", "Describe"),
            "share the partitions and the outputs"),
        new AclGrant(
            "transactional-id",
            applicationId + "-",
            true,
            List.of("Write", "Describe"),
            "only with processing.guarantee=exactly_once_v2"));
  }

  /** A person who changes rules, and takes out hosts that are gone. */
  public List<AclGrant> operator() {
    return List.of(
        topic(topics.rules(), "read and change the rules", "Read", "Write", "Describe"),
        topic(topics.snapshots(), "say that hosts are gone", "Write", "Describe"));
  }

  private static AclGrant topic(String name, String why, String... operations) {
    return new AclGrant("topic", name, false, List.of(operations), why);
  }
}
