package dev.socketfleet.deploy.fault;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster as fleets have it, with three copies of everything, goes on without one broker. */
@Tag("fault")
@Timeout(300)
class ClusterFaultIT {

  @TempDir private Path folder;

  @Test
  void theLossOfOneOfThreeBrokers() throws Exception {
    try (BrokerCluster cluster = new BrokerCluster(folder)) {
      cluster.start();
      String servers = cluster.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.fleet()));
      }
      Outcome outcome = new Outcome(servers);
      try (Instances only = new Instances(folder, servers, List.of("num.standby.replicas=0"));
          Feed feed = new Feed(servers)) {
        only.start("a");
        outcome.awaitLeak(feed);
        cluster.kill(1);
        outcome.assertUndisturbed(feed, false);
      }
    }
  }
}
