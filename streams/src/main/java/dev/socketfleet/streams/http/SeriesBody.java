package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.WireFields;
import dev.socketfleet.streams.query.Measure.KernelCounter;
import dev.socketfleet.streams.query.Measure.ListenLimit;
import dev.socketfleet.streams.query.Measure.ListenQueued;
import dev.socketfleet.streams.query.Measure.Sockets;
import dev.socketfleet.streams.query.OwnerFilter;
import dev.socketfleet.streams.query.Series;
import dev.socketfleet.streams.query.SeriesPoint;
import dev.socketfleet.streams.window.Judgement;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A series as JSON.
 *
 * @param now what {@code staleMs} counts to
 * @param partial whether a copy answered, which may lack the end
 */
record SeriesBody(Series series, Instant now, boolean partial) implements JsonBody {

  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("host", series.request().host());
    measure(json);
    json.writeNumberField("stepMs", series.request().step().toMillis());
    json.writeArrayFieldStart("points");
    InstantText times = new InstantText();
    for (SeriesPoint point : series.points()) {
      point(json, point, times);
    }
    json.writeEndArray();
    if (series.bounds()) {
      json.writeBooleanField("bounds", true);
    }
    json.writeBooleanField("partial", partial);
    json.writeNumberField(
        "staleMs", Math.max(0, now.toEpochMilli() - series.lastAppend().toEpochMilli()));
    json.writeEndObject();
  }

  private void measure(JsonGenerator json) throws IOException {
    if (series.request().measure() instanceof Sockets sockets) {
      if (sockets.endpoint().isPresent()) {
        endpoint(json, sockets.endpoint().get());
      }
      text(json, "netns", sockets.netns());
      text(json, "owner", sockets.owner().map(OwnerFilter::text));
      json.writeStringField(
          "state",
          sockets.states().stream()
              .sorted()
              .map(SocketState::wireName)
              .collect(Collectors.joining(",")));
    } else if (series.request().measure() instanceof ListenQueued queued) {
      endpoint(json, queued.endpoint());
      json.writeStringField("metric", "listen_queued");
    } else if (series.request().measure() instanceof ListenLimit limit) {
      endpoint(json, limit.endpoint());
      json.writeStringField("metric", "listen_limit");
    } else if (series.request().measure() instanceof KernelCounter counter) {
      json.writeStringField("netns", counter.netns());
      json.writeStringField("metric", "tcp:" + counter.counter());
    }
  }

  private static void endpoint(JsonGenerator json, Endpoint endpoint) throws IOException {
    json.writeStringField("role", endpoint.role().wireName());
    json.writeNumberField("port", endpoint.port());
  }

  private static void text(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  private static void point(JsonGenerator json, SeriesPoint point, InstantText times)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("start", times.of(point.start()));
    json.writeStringField("end", times.of(point.end()));
    WireFields.gauge(json, point.gauge());
    if (point.sum().isPresent()) {
      json.writeNumberField("sum", point.sum().getAsLong());
    }
    if (point.judged().isPresent()) {
      Judgement judged = point.judged().get();
      if (!Double.isNaN(judged.baseline())) {
        WireFields.number(json, "baseline", judged.baseline());
      }
      WireFields.number(json, "threshold", judged.threshold());
    }
    json.writeEndObject();
  }
}
