package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.wire.YamlDocument;
import dev.socketfleet.common.wire.YamlFields;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reads incidents that a person wrote: YAML or JSON, the field {@code incidents} with a list. */
public final class IncidentFile {

  private static final List<SocketState> TEARDOWN =
      List.of(SocketState.FIN_WAIT_1, SocketState.LAST_ACK, SocketState.CLOSING);

  private final SimulatedFleet fleet;
  private final Duration length;
  private final YamlDocument document;
  private final Map<String, Integer> cookies = new HashMap<>();

  private IncidentFile(String source, SimulatedFleet fleet, Duration length) {
    this.fleet = fleet;
    this.length = length;
    this.document = new YamlDocument(source, "an incident");
  }

  /**
   * The incidents in the order of the file.
   *
   * @param source what messages call the text
   * @param length of the simulation
   * @throws SetupException with all problems, a line each
   */
  public static List<Incident> read(
      String source, byte[] text, SimulatedFleet fleet, Duration length) {
    IncidentFile file = new IncidentFile(source, fleet, length);
    List<Incident> incidents = file.read(text);
    if (!file.document.problems().isEmpty()) {
      throw new SetupException(String.join("\n", file.document.problems()));
    }
    return incidents;
  }

  private List<Incident> read(byte[] text) {
    List<Incident> incidents = new ArrayList<>();
    int number = 0;
    for (YamlFields fields : document.list(text, "incidents")) {
      incidents.addAll(incidents(++number, fields));
    }
    return incidents;
  }

  private List<Incident> incidents(int number, YamlFields in) {
    Optional<Request> request = request(in);
    in.refuseOthers();
    if (request.isEmpty()) {
      return List.of();
    }
    try {
      List<Incident> incidents = new Resolver(fleet).resolve(number, request.get());
      incidents.forEach(incident -> requireOneMode(incident, in));
      return incidents;
    } catch (Resolver.UnfitException e) {
      in.problem(
          "%s: %s. Hosts are named web-, app-, db-, cache- or worker- and five digits; %d exist"
              .formatted(
                  request.get().kind().wireName(), e.getMessage(), fleet.settings().hosts()));
      return List.of();
    }
  }

  private void requireOneMode(Incident incident, YamlFields in) {
    if (incident.syncookies().isPresent()) {
      String host = incident.places().get(0).host().id();
      int mode = incident.syncookies().getAsInt();
      Integer before = cookies.putIfAbsent(host, mode);
      if (before != null && before != mode) {
        in.problem(
            "syncookies was '%d' but host %s has %d by an incident above; it must be the same during the whole simulation"
                .formatted(mode, host, before));
      }
    }
  }

  private Optional<Request> request(YamlFields in) {
    Optional<IncidentKind> kind =
        in.choice("kind", List.of(IncidentKind.values()), IncidentKind::wireName);
    if (!in.has("kind")) {
      in.requirePresent("kind", "one of the kinds in the README, for example close-wait-leak");
    }
    Optional<Duration> start = in.duration("start");
    Optional<Duration> lasting = in.duration("length");
    require(in, "start", "a duration from the start of the simulation, for example 20m");
    require(in, "length", "a duration, for example 10m");
    Optional<Glob> host = in.value("host", "a host id, * and ? allowed", IncidentFile::glob);
    Optional<Double> share =
        in.value("share", "a number above 0, at most 1", text -> number(text, 0.000_001, 1));
    Optional<Role> role = in.choice("role", List.of(Role.values()), Role::wireName);
    Optional<Long> port = in.integer("port", 1, 65_535);
    Optional<String> netns = in.text("netns");
    if (kind.isEmpty() || start.isEmpty() || lasting.isEmpty()) {
      return Optional.empty();
    }
    Optional<Double> strength = strength(in, kind.get());
    Optional<Long> syncookies =
        kind.get() == IncidentKind.SYN_FLOOD ? in.integer("syncookies", 0, 2) : Optional.empty();
    Optional<SocketState> state =
        kind.get() == IncidentKind.LOST_FINS
            ? in.choice("state", TEARDOWN, SocketState::wireName)
            : Optional.empty();
    if (lasting.get().isZero()) {
      in.problem("length was '0' but it must be above 0");
    }
    if (start.get().plus(lasting.get()).compareTo(length) > 0) {
      in.problem(
          "start and length end at %d s but the simulation has %d s. Make it longer with --for"
              .formatted(start.get().plus(lasting.get()).toSeconds(), length.toSeconds()));
    }
    return Optional.of(
        new Request(
            kind.get(),
            start.get(),
            lasting.get(),
            host,
            some(share),
            role,
            port.isEmpty() ? OptionalInt.empty() : OptionalInt.of(port.get().intValue()),
            netns,
            some(strength),
            syncookies.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(syncookies.get().intValue()),
            state));
  }

  private static OptionalDouble some(Optional<Double> value) {
    return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(value.get());
  }

  private static void require(YamlFields in, String field, String expected) {
    if (!in.has(field)) {
      in.requirePresent(field, expected);
    }
  }

  private static Optional<Double> strength(YamlFields in, IncidentKind kind) {
    if (kind.unit().isEmpty()) {
      return Optional.empty();
    }
    return in.value(
        "strength",
        "%s, a number in %s..%s".formatted(kind.unit(), plain(kind.least()), plain(kind.most())),
        text -> number(text, kind.least(), kind.most()));
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static Optional<Double> number(String text, double least, double most) {
    if (!text.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
      return Optional.empty();
    }
    double number = Double.parseDouble(text);
    return number >= least && number <= most ? Optional.of(number) : Optional.empty();
  }

  private static Optional<Glob> glob(String text) {
    try {
      return Optional.of(new Glob(Quoted.of(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
