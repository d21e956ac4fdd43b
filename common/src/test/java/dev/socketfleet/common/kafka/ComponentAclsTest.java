package dev.socketfleet.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComponentAclsTest {

  private final ComponentAcls acls =
      new ComponentAcls(Topics.withDefaultPrefix(), "socketfleet-streams");

  @Test
  void aCollectorCanOnlyAppendSnapshots() {
    assertThat(acls.collector())
        .extracting(grant -> grant.command("User:collector"))
        .containsExactly(
            "kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\" --add --allow-principal"
                + " 'User:collector' --operation Write --operation Describe --topic"
                + " 'socketfleet.snapshots'");
  }

  @Test
  void streamsWritesNoSnapshotAndNoRule() {
    assertThat(acls.streams())
        .filteredOn(grant -> grant.name().matches(".*\\.(snapshots|rules)"))
        .hasSize(2)
        .noneMatch(grant -> grant.operations().contains("Write"));
  }

  @Test
  void internalTopicsAreGrantedByPrefixThatCoversNoPublicTopic() {
    assertThat(new ComponentAcls(Topics.withDefaultPrefix(), "socketfleet").streams())
        .filteredOn(grant -> grant.prefixed() && grant.resource().equals("topic"))
        .singleElement()
        .satisfies(grant -> assertThat("socketfleet.snapshots").doesNotStartWith(grant.name()));
  }
}
