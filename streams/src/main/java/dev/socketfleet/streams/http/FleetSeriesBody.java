package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.WireFields;
import dev.socketfleet.streams.query.FleetSeries;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * A series of the fleet as JSON.
 *
 * @param partial whether a copy answered, which may lack the end
 */
record FleetSeriesBody(FleetSeries series, boolean partial) implements JsonBody {

  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("scope", series.scope().text());
    if (series.endpoint().isPresent()) {
      json.writeStringField("role", series.endpoint().get().role().wireName());
      json.writeNumberField("port", series.endpoint().get().port());
    }
    json.writeStringField(
        "state",
        series.states().stream()
            .sorted()
            .map(SocketState::wireName)
            .collect(Collectors.joining(",")));
    json.writeNumberField("stepMs", series.step().toMillis());
    json.writeArrayFieldStart("points");
    InstantText times = new InstantText();
    for (FleetSeries.Point point : series.points()) {
      json.writeStartObject();
      json.writeStringField("start", times.of(point.point().start()));
      json.writeStringField("end", times.of(point.point().end()));
      WireFields.gauge(json, point.point().gauge());
      json.writeNumberField("hosts", point.hosts());
      json.writeNumberField("missing", point.missing());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("bounds", true);
    json.writeBooleanField("partial", partial);
    json.writeEndObject();
  }
}
