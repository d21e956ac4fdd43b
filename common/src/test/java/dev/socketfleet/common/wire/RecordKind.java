package dev.socketfleet.common.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.WindowCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A kind of record with what the tests of the wire need of it. */
final class RecordKind {

  /** Plain Jackson: knows nothing of our codecs. */
  static final ObjectMapper PLAIN = new ObjectMapper();

  static final RecordKind SNAPSHOT =
      new RecordKind(
          "snapshot",
          SnapshotCodec::decode,
          value -> SnapshotCodec.encode((Snapshot) value),
          SnapshotCodec.MAX_SNAPSHOT_BYTES);

  static final RecordKind ALERT =
      new RecordKind(
          "alert",
          AlertCodec::decode,
          value -> AlertCodec.encode((Alert) value),
          FieldTree.MAX_BYTES);

  static final RecordKind WINDOW =
      new RecordKind(
          "window",
          WindowCountsCodec::decode,
          value -> WindowCountsCodec.encode((WindowCounts) value),
          FieldTree.MAX_BYTES);

  static final List<RecordKind> ALL = List.of(SNAPSHOT, ALERT, WINDOW);

  private interface Decoder {
    Object decode(byte[] json) throws MalformedRecordException;
  }

  private final String name;
  private final Decoder decoder;
  private final Function<Object, byte[]> encoder;
  private final int maxBytes;
  private final JsonSchema schema;

  private RecordKind(String name, Decoder decoder, Function<Object, byte[]> encoder, int maxBytes) {
    this.name = name;
    this.decoder = decoder;
    this.encoder = encoder;
    this.maxBytes = maxBytes;
    this.schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                tree(read(resource("/dev/socketfleet/common/schema/" + name + ".schema.json"))));
  }

  Object decode(byte[] json) throws MalformedRecordException {
    return decoder.decode(json);
  }

  Object decode(JsonNode json) throws MalformedRecordException {
    return decode(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  byte[] encode(Object value) {
    return encoder.apply(value);
  }

  int maxBytes() {
    return maxBytes;
  }

  @Override
  public String toString() {
    return name;
  }

  /** What the JSON Schema says against the document; empty when it is valid. */
  Set<ValidationMessage> complaints(JsonNode json) {
    return schema.validate(json);
  }

  /** All golden files of this kind. */
  List<Path> goldenFiles() {
    try (Stream<Path> files = Files.list(resource("/wire/v1"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name + "-"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One golden file, for example {@code full} of the snapshots. */
  byte[] golden(String name) {
    return read(resource("/wire/v1/" + this.name + "-" + name + ".json"));
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode tree(byte[] json) {
    try {
      return PLAIN.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path resource(String name) {
    URL url = Objects.requireNonNull(RecordKind.class.getResource(name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
