import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads every transition of every alert, prints it once, and loses none over a restart.
 *
 * <pre>java -cp 'deploy/target/socketfleet/lib/*' deploy/examples/AlertConsumer.java localhost:9092</pre>
 */
public class AlertConsumer {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The highest revision seen of each alert: what is not above it is a repeat. */
  private final Map<String, Long> revisions = new HashMap<>();

  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", args.length > 0 ? args[0] : "localhost:9092");
    properties.put("group.id", args.length > 1 ? args[1] : "alert-consumer");
    properties.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    properties.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    // A new group begins at the oldest transition that is kept; one that is known goes on.
    properties.put("auto.offset.reset", "earliest");
    // Offsets are committed below, when the transitions are handled and not when they are read.
    properties.put("enable.auto.commit", "false");
    properties.put("isolation.level", "read_committed");
    AlertConsumer handler = new AlertConsumer();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties)) {
      leaveAtShutdown(consumer);
      consumer.subscribe(List.of("socketfleet.alert-events"));
      while (true) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          handler.handle(record);
        }
        consumer.commitSync();
      }
    } catch (WakeupException e) {
      System.err.println("stopped");
    }
  }

  /** Who leaves the group is replaced at once, who vanishes after the session timeout. */
  private static void leaveAtShutdown(KafkaConsumer<String, String> consumer) {
    Thread main = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              consumer.wakeup();
              try {
                main.join();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void handle(ConsumerRecord<String, String> record) {
    JsonNode alert;
    try {
      alert = JSON.readTree(record.value());
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("no alert at offset " + record.offset() + " of " + record.partition());
      return;
    }
    String id = alert.path("id").asText();
    long revision = alert.path("revision").asLong();
    if (revision <= revisions.getOrDefault(id, -1L)) {
      return;
    }
    revisions.put(id, revision);
    System.out.printf(
        "%s %s %s %s: %s%n",
        printable(alert.path("updatedAt").asText()),
        printable(alert.path("status").asText()),
        printable(alert.path("severity").asText()),
        printable(alert.path("host").asText(alert.path("scope").asText())),
        printable(alert.path("summary").asText()));
  }

  /** Hosts choose much of the text: what could command a terminal goes. */
  private static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }
}
