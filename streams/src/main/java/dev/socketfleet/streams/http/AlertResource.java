package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.streams.query.AlertReader;

/** {@code GET /api/v1/alerts/{id}}: one alert as it is now. */
final class AlertResource implements LocalResource {

  private final AlertReader alerts;

  AlertResource(AlertReader alerts) {
    this.alerts = alerts;
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    String id = parameters.id();
    Alert alert =
        alerts
            .alert(id)
            .orElseThrow(
                () ->
                    new ApiException(
                        404,
                        "unknown_alert",
                        "alert '%s' is not known".formatted(Quoted.of(id)),
                        "GET /api/v1/alerts lists the current ones; resolved ones are forgotten"
                            + " after a while."));
    return json -> AlertCodec.write(json, alert);
  }
}
