package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.Finding;
import dev.socketfleet.streams.rule.HostRules;
import dev.socketfleet.streams.rule.Judge;
import dev.socketfleet.streams.rule.Observation;
import dev.socketfleet.streams.window.EndpointSample;
import dev.socketfleet.streams.window.HostSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is remembered of one place: its series and its alerts. Owned by the host's thread. */
final class Spot {

  private static final int MAX_NAME_BYTES = 1_024;
  private static final int MAX_SERIES = 4_096;

  final Place place;
  private final List<Series> series;
  private final Lifecycle lifecycle;
  private List<Watch> watches = List.of();

  /** What each of the watches counts. */
  private List<Optional<Series>> counted = List.of();

  private long watchesFingerprint;
  private boolean hasWatches;

  /** Of the snapshot that is being judged; null where the endpoint is absent from it. */
  private @Nullable EndpointSample sample;

  Spot(Place place) {
    this(place, List.of(), new Lifecycle(List.of()));
  }

  private Spot(Place place, List<Series> series, Lifecycle lifecycle) {
    this.place = place;
    this.series = new ArrayList<>(series);
    this.lifecycle = lifecycle;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  Optional<EndpointSample> sample() {
    return Optional.ofNullable(sample);
  }

  void sampled(EndpointSample endpoint) {
    sample = endpoint;
  }

  /** Whether the rules watch anything in this sample that is there. */
  static boolean isOfInterest(HostRules rules, EndpointSample endpoint) {
    for (HostRules.Armed armed : rules.armed()) {
      if (armed.watchesEndpoint(endpoint.netns(), endpoint.endpoint())
          && (armed.countIn(endpoint.counts()) > 0 || isQueued(armed, endpoint))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isQueued(HostRules.Armed armed, EndpointSample endpoint) {
    return armed.watchesQueue()
        && endpoint.listen().map(it -> it.fullest().queued() > 0).orElse(false);
  }

  /** Judges the snapshot; afterwards the transitions are told and the series have learned. */
  void judge(Round round, Lifecycle.Moment now, Announcer announcer) {
    arm(round);
    for (Series each : series) {
      each.count(sample);
      each.observe(round);
      each.see(observation(Optional.of(each), round));
    }
    Observation uncounted = observation(Optional.empty(), round);
    List<Finding> findings = new ArrayList<>(watches.size());
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      boolean firing = lifecycle.isFiring(watch);
      Observation seen = counted.get(i).isPresent() ? counted.get(i).get().seen() : uncounted;
      findings.add(Judge.endpoint(watch.rule().condition(), seen, firing));
    }
    lifecycle.advance(watches, findings, now, announcer.at(this));
    tellJudged(findings, announcer);
    for (Series each : series) {
      each.learn(round);
    }
  }

  /** Ends the round. */
  void forgetSample() {
    sample = null;
  }

  private void arm(Round round) {
    if (hasWatches && watchesFingerprint == round.rules().fingerprint()) {
      return;
    }
    Endpoint endpoint = place.endpoint();
    watches =
        round.rules().armed().stream()
            .filter(armed -> armed.watchesEndpoint(place.netns(), endpoint))
            .flatMap(armed -> Watch.of(armed).stream())
            .toList();
    watchesFingerprint = round.rules().fingerprint();
    hasWatches = true;
    series.removeIf(each -> watches.stream().noneMatch(watch -> isOf(each, watch)));
    watches.stream().filter(Watch::counts).forEach(watch -> ensureSeries(watch, round));
    counted = watches.stream().map(this::seriesOf).toList();
    series.forEach(each -> each.keepWindows(windows(round.rules(), each)));
    series.forEach(each -> each.ageFrom(ageFrom(each)));
  }

  private void ensureSeries(Watch watch, Round round) {
    if (seriesOf(watch).isPresent()) {
      return;
    }
    if (round.rulesAreNew()) {
      series.add(Series.unknown(watch.states(), watch.owner(), round.observedMs()));
    } else {
      series.add(Series.fromZero(watch.states(), watch.owner()));
    }
  }

  private Optional<Series> seriesOf(Watch watch) {
    return series.stream().filter(each -> isOf(each, watch)).findFirst();
  }

  /** The series that an alert is about; none for one that counts no sockets. */
  Optional<Series> seriesOf(Episode episode) {
    return series.stream().filter(each -> each.is(episode.states, episode.owner)).findFirst();
  }

  private static boolean isOf(Series each, Watch watch) {
    return each.is(watch.states(), watch.owner());
  }

  private static int windows(HostRules rules, Series series) {
    int windows = 0;
    for (SocketState state : series.states.states()) {
      windows = Math.max(windows, rules.growthWindows(state));
    }
    return windows;
  }

  private Observation observation(Optional<Series> counts, Round round) {
    HostSample host = round.sample();
    return new Observation(
        counts.isPresent() ? counts.get().count() : 0,
        counts.isPresent() && counts.get().needsAge()
            ? counts.get().oldestMs(sample)
            : OptionalLong.empty(),
        sample == null ? StateCounts.EMPTY : sample.counts(),
        sample == null ? Optional.empty() : sample.listen(),
        host.limits(place.netns()),
        counts.map(Series::baseline),
        counts.isPresent() && counts.get().isKnown(round.observedMs(), host.intervalMs()),
        counts.flatMap(Series::minima));
  }

  /** The lowest count at which a rule asks for how long its sockets have been there. */
  private long ageFrom(Series each) {
    long from = Long.MAX_VALUE;
    for (Watch watch : watches) {
      if (isOf(each, watch)
          && watch.rule().condition() instanceof Condition.Threshold it
          && it.olderThan().isPresent()) {
        from = Math.min(from, it.clearBelow());
      }
    }
    return from;
  }

  /** For each series of one state: its level, and the lowest number at which a rule would begin. */
  private void tellJudged(List<Finding> findings, Announcer announcer) {
    for (Series each : series) {
      Optional<SocketState> state = each.states.only();
      if (state.isPresent() && each.owner.equals(Series.ANY_OWNER) && !each.baseline().isEmpty()) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < findings.size(); i++) {
          if (counted.get(i).isPresent() && counted.get(i).get() == each) {
            lowest = Math.min(lowest, threshold(findings.get(i)).orElse(lowest));
          }
        }
        if (Double.isFinite(lowest)) {
          announcer.judged(place, state.get(), each.baseline().level(), lowest);
        }
      }
    }
  }

  private static OptionalDouble threshold(Finding finding) {
    return finding instanceof Finding.Measured measured
        ? measured.threshold()
        : OptionalDouble.empty();
  }

  /** Whether dropping it would change nothing. */
  boolean isQuiet() {
    if (!lifecycle.episodes().isEmpty()) {
      return false;
    }
    for (Series each : series) {
      if (!each.isQuiet()) {
        return false;
      }
    }
    return true;
  }

  /** The groups whose sockets an alert is about. */
  static List<Group> groups(Optional<EndpointSample> sample, Optional<Series> series) {
    return sample.stream()
        .flatMap(it -> it.groups().stream())
        .filter(group -> series.map(it -> it.isOwned(group)).orElse(true))
        .toList();
  }

  void encode(BinaryWriter out) {
    out.text(place.netns());
    out.text(place.endpoint().role().wireName());
    out.varint(place.endpoint().port());
    out.varint(series.size());
    series.forEach(each -> each.encode(out));
    lifecycle.encode(out);
  }

  static Spot decode(BinaryReader in) {
    String netns = in.text(MAX_NAME_BYTES);
    String roleName = in.text(MAX_NAME_BYTES);
    Role role =
        Role.ofWireName(roleName)
            .orElseThrow(() -> new BinaryFormatException("no role is called " + roleName));
    Endpoint endpoint = new Endpoint(role, in.varint(65_535));
    List<Series> series = new ArrayList<>();
    for (int left = in.varint(MAX_SERIES); left > 0; left--) {
      series.add(Series.decode(in));
    }
    return new Spot(new Place(netns, endpoint), series, Lifecycle.decode(in));
  }
}
