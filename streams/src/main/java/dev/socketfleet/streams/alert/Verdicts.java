package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.SocketState;
import java.util.List;
import java.util.OptionalLong;

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

  /** How many connections waited in the accept queues of an endpoint, in the same windows. */
  default List<Evidence.Point> recentQueue(Endpoint endpoint) {
    return List.of();
  }

  /** By how much a kernel counter rose from snapshot to snapshot, in the same windows. */
  default List<Evidence.Point> recentRises(String netns, String counter) {
    return List.of();
  }

  /** By how much a kernel counter rose in all these windows; empty where it is not told. */
  default OptionalLong rise(String netns, String counter) {
    return OptionalLong.empty();
  }
}
