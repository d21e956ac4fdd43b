package dev.socketfleet.streams.http;

import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.Locations.Location;
import dev.socketfleet.streams.query.State;
import java.util.List;

/** What one instance owns and some have copies of. Safe for any thread. */
interface OwnedResource {

  /** Query parameters; any other is refused. */
  List<QueryParameter> parameters();

  /** Who has what the request asks for. */
  Location location(Parameters parameters, Locations locations);

  /**
   * Answers from here.
   *
   * @param state the owner's, or a copy
   * @param partial what the answer says of itself: true for a copy, which may lack the end
   * @throws ApiException 404 where there is no such thing in this state
   */
  JsonBody answer(Parameters parameters, State state, boolean partial);
}
