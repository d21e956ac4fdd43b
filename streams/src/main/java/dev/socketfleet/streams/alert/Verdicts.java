package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.SocketState;
import java.util.List;

/** Where the judgement of one host goes, and where it finds the past. */
public interface Verdicts {

  /** An alert changed its status; each transition is told once. */
  void transition(Alert alert);

  /**
   * A series was judged at this snapshot.
   *
   * @param baseline what it is used to, sockets
   * @param threshold the lowest count that would begin an alert
   */
  void judged(
      String netns, Endpoint endpoint, SocketState state, double baseline, double threshold);

  /** The last windows of a series, oldest first, at most 10. */
  List<Evidence.Point> recent(String netns, Endpoint endpoint, SocketState state);
}
