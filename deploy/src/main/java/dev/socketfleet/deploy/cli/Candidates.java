package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** What a shell offers for the value of an option. */
final class Candidates {

  private Candidates() {}

  /** The values in their order. */
  private abstract static class Values implements Iterable<String> {

    private final List<String> values;

    Values(Stream<String> values) {
      this.values = values.toList();
    }

    @Override
    public Iterator<String> iterator() {
      return values.iterator();
    }
  }

  /** States by their wire names. */
  static final class States extends Values {
    States() {
      super(Stream.of(SocketState.values()).map(SocketState::wireName));
    }
  }

  /** Sides of a connection. */
  static final class Roles extends Values {
    Roles() {
      super(Stream.of(Role.values()).map(Role::wireName));
    }
  }

  /** How a host is. */
  static final class HostStatuses extends Values {
    HostStatuses() {
      super(Stream.of("up", "silent"));
    }
  }

  /** How an alert is. */
  static final class AlertStatuses extends Values {
    AlertStatuses() {
      super(Stream.of(AlertStatus.values()).map(AlertStatus::wireName));
    }
  }

  /** How bad an alert is. */
  static final class Severities extends Values {
    Severities() {
      super(Stream.of(Severity.values()).map(Severity::wireName));
    }
  }

  /** What is ranked. */
  static final class RankedBy extends Values {
    RankedBy() {
      super(Stream.of("host", "endpoint", "owner"));
    }
  }

  /** What a series can be of, beside states. */
  static final class Metrics extends Values {
    Metrics() {
      super(Stream.of("listen_queued", "listen_limit", "tcp:listenOverflows", "tcp:listenDrops"));
    }
  }
}
