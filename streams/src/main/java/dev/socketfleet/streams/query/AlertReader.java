package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Alert;
import java.util.List;
import java.util.Optional;

/** Read access to the current alerts of the whole fleet. Safe for any thread. */
public interface AlertReader {

  /** All current alerts, the resolved ones that are still kept too, in no order. */
  List<Alert> alerts();

  /** The current form of one alert. */
  Optional<Alert> alert(String id);
}
