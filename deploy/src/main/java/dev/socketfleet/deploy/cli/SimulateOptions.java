package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.simulate.fleet.FleetSettings;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.incident.Incident;
import dev.socketfleet.deploy.simulate.incident.IncidentFile;
import dev.socketfleet.deploy.simulate.incident.IncidentKind;
import dev.socketfleet.deploy.simulate.incident.Incidents;
import dev.socketfleet.deploy.simulate.incident.RandomIncidents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which fleet is simulated, for how long, and what happens to it. */
final class SimulateOptions {

  static final int MAX_HOSTS = 200_000;
  static final int MAX_INCIDENTS = 10_000;

  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MOST_INTERVAL = Duration.ofMinutes(10);
  private static final Duration MOST_LENGTH = Duration.ofDays(30);

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "100",
      description = "1 to 200000. Default: ${DEFAULT-VALUE}")
  private int hosts;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "Between two snapshots of a host, 1s to 10m. Default: ${DEFAULT-VALUE}")
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "1h",
      description = "How long in simulated time, at most 30d. Default: ${DEFAULT-VALUE}")
  private Duration length = Duration.ZERO;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "The same one gives the same fleet. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--incidents",
      paramLabel = "FILE",
      description = "YAML file of what happens; the README of deploy has its fields.")
  private @Nullable Path file;

  @Option(
      names = "--random-incidents",
      paramLabel = "N",
      description = "Draws so many incidents over all kinds, no two on a host at a time.")
  private int random;

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      description = "Draws only these kinds, comma separated.")
  private List<String> kinds = List.of();

  @Option(
      names = "--without",
      paramLabel = "KIND",
      split = ",",
      description = "Draws all kinds but these, comma separated.")
  private List<String> without = List.of();

  /** Refuses what cannot be. */
  void check() {
    DrillDuration.requireWithin("--hosts", hosts, MAX_HOSTS);
    requireWithin("--interval", interval, LEAST_INTERVAL, MOST_INTERVAL);
    requireWithin("--for", length, interval, MOST_LENGTH);
    if (random != 0) {
      DrillDuration.requireWithin("--random-incidents", random, MAX_INCIDENTS);
    }
    if (random != 0 && file != null) {
      throw new SetupException(
          "--incidents and --random-incidents exclude one another: give one of them");
    }
    if (random == 0 && !(kinds.isEmpty() && without.isEmpty())) {
      throw new SetupException(
          "--kinds and --without choose what --random-incidents draws: give it, too");
    }
    if (random != 0 && drawn().isEmpty()) {
      throw new SetupException("--kinds and --without leave no kind to draw");
    }
  }

  private static void requireWithin(String option, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new SetupException(
          "%s was '%d s' but it must be in %d..%d s"
              .formatted(option, value.toSeconds(), least.toSeconds(), most.toSeconds()));
    }
  }

  SimulatedFleet fleet(Instant start) {
    return new SimulatedFleet(new FleetSettings(seed, hosts, interval, start));
  }

  /** What happens, inflicted on the fleet. */
  List<Incident> inflict(SimulatedFleet fleet) {
    List<Incident> incidents = new ArrayList<>();
    if (file != null) {
      incidents.addAll(IncidentFile.read(file.toString(), bytes(file), fleet, length));
    } else if (random > 0) {
      incidents.addAll(RandomIncidents.draw(random, drawn(), fleet, length));
    }
    Incidents.inflict(incidents, fleet);
    return incidents;
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new SetupException(
          "--incidents was '%s' but it cannot be read: %s".formatted(path, e), e);
    }
  }

  private Set<IncidentKind> drawn() {
    Set<IncidentKind> drawn = EnumSet.allOf(IncidentKind.class);
    if (!kinds.isEmpty()) {
      drawn.retainAll(named("--kinds", kinds));
    }
    drawn.removeAll(named("--without", without));
    return drawn;
  }

  private static List<IncidentKind> named(String option, List<String> names) {
    return names.stream().map(name -> named(option, name)).toList();
  }

  private static IncidentKind named(String option, String name) {
    return IncidentKind.ofWireName(name)
        .orElseThrow(
            () ->
                new SetupException(
                    "%s was '%s' but it must be of: %s"
                        .formatted(
                            option,
                            Quoted.of(name),
                            String.join(
                                ", ",
                                Stream.of(IncidentKind.values())
                                    .map(IncidentKind::wireName)
                                    .toList()))));
  }

  int hosts() {
    return hosts;
  }

  Duration interval() {
    return interval;
  }

  Duration length() {
    return length;
  }

  long seed() {
    return seed;
  }
}
