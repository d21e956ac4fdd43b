package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Endpoint;

/** What of a stored window is read; the rest is passed over, which costs a tenth of it. */
public sealed interface WindowPart {

  /** Everything. */
  record Whole() implements WindowPart {}

  /** The gauges of the whole host: neither endpoints nor groups nor counters. */
  record Totals() implements WindowPart {}

  /** These and all of one endpoint, but its groups. */
  record OneEndpoint(Endpoint endpoint) implements WindowPart {}
}
