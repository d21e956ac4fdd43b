package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An answer that writes itself as one JSON value. */
interface JsonBody {

  /** Generates JSON; its mapper writes trees. */
  JsonFactory FACTORY = new ObjectMapper().getFactory();

  void writeTo(JsonGenerator json) throws IOException;

  /** The answer in UTF-8. */
  default byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
