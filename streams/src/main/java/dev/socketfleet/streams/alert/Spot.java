package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.streams.baseline.Baseline;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.EndpointRules;
import dev.socketfleet.streams.rule.Finding;
import dev.socketfleet.streams.rule.HostRules;
import dev.socketfleet.streams.rule.Judge;
import dev.socketfleet.streams.rule.Observation;
import dev.socketfleet.streams.window.EndpointSample;
import dev.socketfleet.streams.window.HostSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is remembered of one endpoint: its series and its alerts. Owned by the host's thread. */
final class Spot implements Witness {

  private static final int MAX_NAME_BYTES = 1_024;
  private static final int MAX_SERIES = 4_096;

  /** Of a watch that sees no sockets and has no alert. */
  private static final Finding NOTHING = new Finding.Measured(false, 0, OptionalDouble.empty());

  final Place place;
  private final String netns;
  private final Endpoint endpoint;
  private final List<Series> series;
  private final Lifecycle lifecycle;
  private List<Watch> watches = List.of();

  /** What each of the watches counts. */
  private List<Optional<Series>> counted = List.of();

  /** Of rules that find out at each snapshot how many things they watch. */
  private List<Watch> perPeer = List.of();

  private List<Watch> exhaustion = List.of();
  private List<Watch> goneWatches = List.of();

  private long watchesFingerprint;
  private boolean hasWatches;

  /** Of the snapshot that is being judged; null where the endpoint is absent from it. */
  private @Nullable EndpointSample sample;

  /** The same snapshot as a whole. */
  private @Nullable HostSample host;

  /** Its listener, when that is gone. */
  private Listeners.@Nullable Listener gone;

  Spot(String netns, Endpoint endpoint) {
    this(netns, endpoint, List.of(), new Lifecycle(List.of()));
  }

  private Spot(String netns, Endpoint endpoint, List<Series> series, Lifecycle lifecycle) {
    this.place = new Place(netns, endpoint);
    this.netns = netns;
    this.endpoint = endpoint;
    this.series = new ArrayList<>(series);
    this.lifecycle = lifecycle;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Optional<EndpointSample> sample() {
    return Optional.ofNullable(sample);
  }

  void sampled(EndpointSample seen) {
    sample = seen;
  }

  void missing(Listeners.Listener listener) {
    gone = listener;
  }

  /** Judges the snapshot; afterwards the transitions are told and the series have learned. */
  void judge(
      Round round, Lifecycle.Moment now, Lifecycle.Neighbours neighbours, Announcer announcer) {
    arm(round);
    addSeries(round);
    host = round.sample();
    for (Series each : series) {
      each.count(sample);
      each.observe(round);
      each.see(observation(Optional.of(each), listen(OwnerPattern.ANY), round));
    }
    List<Finding> findings = new ArrayList<>(watches.size());
    @Nullable Observation uncounted = null;
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      Optional<Series> counts = counted.get(i);
      if (counts.isEmpty() && watch.counts() && lifecycle.episodes().isEmpty()) {
        findings.add(NOTHING);
        continue;
      }
      Observation seen;
      if (counts.isPresent()) {
        seen = counts.get().seen();
      } else if (watch.rule().select().owner().isPresent()) {
        seen = observation(counts, listen(OwnerPattern.of(watch)), round);
      } else {
        uncounted =
            uncounted == null ? observation(counts, listen(OwnerPattern.ANY), round) : uncounted;
        seen = uncounted;
      }
      findings.add(Judge.endpoint(watch.rule().condition(), seen, lifecycle.isFiring(watch)));
    }
    List<Watch> all = new ArrayList<>(watches);
    perPeer.forEach(watch -> addPeers(watch, all, findings));
    exhaustion.forEach(watch -> addDestinations(watch, round.sample(), all, findings));
    goneWatches.forEach(watch -> addGone(watch, round.observedMs(), all, findings));
    lifecycle.advance(all, findings, now, neighbours, announcer.at(place, this));
    tellJudged(findings, announcer);
    for (Series each : series) {
      each.learn(round);
    }
    if (lifecycle.episodes().isEmpty() && series.removeIf(Series::isQuiet)) {
      count();
    }
  }

  private Optional<ListenQueue> listen(OwnerPattern owner) {
    if (sample == null || owner.isAny()) {
      return sample == null ? Optional.empty() : sample.listen();
    }
    return sample.groups().stream()
        .filter(owner::matches)
        .flatMap(group -> group.listen().stream())
        .reduce(ListenQueue::plus);
  }

  private void addPeers(Watch watch, List<Watch> all, List<Finding> findings) {
    boolean nothing = sample == null || watch.states().count(sample.counts()) == 0;
    if ((nothing && lifecycle.episodes().isEmpty())
        || !(watch.rule().condition() instanceof Condition.Threshold rule)) {
      return;
    }
    PeerCounts counts = new PeerCounts(sample, watch.states(), OwnerPattern.of(watch));
    Set<String> peers = counts.atLeast(rule.clearBelow());
    peers.addAll(lifecycle.peers(watch));
    for (String peer : peers) {
      Watch one = watch.to(peer);
      all.add(one);
      findings.add(
          Judge.peer(rule, counts.known(peer), counts.possible(peer), lifecycle.isFiring(one)));
    }
  }

  private void addDestinations(
      Watch watch, HostSample now, List<Watch> all, List<Finding> findings) {
    Namespace namespace = now.namespaces().get(netns);
    boolean nothing = namespace == null || namespace.destinations().isEmpty();
    if ((nothing && lifecycle.episodes().isEmpty())
        || !(watch.rule().condition() instanceof Condition.Exhaustion rule)) {
      return;
    }
    Map<String, Long> used = new TreeMap<>();
    lifecycle.peers(watch).forEach(peer -> used.put(peer, 0L));
    if (namespace != null) {
      for (Destination each : namespace.destinations()) {
        if (each.port() == endpoint.port()) {
          used.merge(each.remote(), each.used(), Math::max);
        }
      }
    }
    long range = namespace == null ? 0 : namespace.limits().ephemeralPorts();
    used.forEach(
        (remote, ports) -> {
          Watch one = watch.to(remote);
          all.add(one);
          findings.add(Judge.exhaustion(rule, ports, range, lifecycle.isFiring(one)));
        });
  }

  private void addGone(Watch watch, long observedMs, List<Watch> all, List<Finding> findings) {
    if ((gone != null || !lifecycle.episodes().isEmpty())
        && watch.rule().condition() instanceof Condition.ListenerGone rule) {
      all.add(watch);
      findings.add(
          gone == null || !OwnerPattern.of(watch).matches(gone.owner())
              ? NOTHING
              : Judge.gone(rule, gone.seenMs(), gone.goneMs(observedMs)));
    }
  }

  /** Ends the round. */
  void forgetSample() {
    sample = null;
    host = null;
    gone = null;
  }

  private void arm(Round round) {
    if (hasWatches && watchesFingerprint == round.rules().fingerprint()) {
      return;
    }
    EndpointRules rules = round.rules().namespace(netns).endpoint(endpoint);
    watches = rules.counting().stream().flatMap(armed -> Watch.of(armed).stream()).toList();
    perPeer = each(rules.perPeer());
    exhaustion = each(rules.exhaustion());
    goneWatches = each(rules.gone());
    watchesFingerprint = round.rules().fingerprint();
    hasWatches = true;
    series.removeIf(each -> watches.stream().noneMatch(watch -> isOf(each, watch)));
    series.forEach(each -> prepare(each, round));
    count();
  }

  private void prepare(Series each, Round round) {
    each.keepWindows(windows(round.rules(), each));
    each.ageFrom(ageFrom(each));
  }

  private void count() {
    counted = watches.stream().map(this::seriesOf).toList();
  }

  /** A state that is not there needs no memory: it was zero. */
  private void addSeries(Round round) {
    if (sample == null) {
      return;
    }
    boolean added = false;
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      if (watch.counts()
          && counted.get(i).isEmpty()
          && Series.countIn(sample, watch.states(), watch.owner()) > 0
          && seriesOf(watch).isEmpty()) {
        Series fresh =
            round.rulesAreNew()
                ? Series.unknown(watch.states(), watch.owner(), round.observedMs())
                : Series.fromZero(watch.states(), watch.owner());
        prepare(fresh, round);
        series.add(fresh);
        added = true;
      }
    }
    if (added) {
      count();
    }
  }

  private static List<Watch> each(List<HostRules.Armed> rules) {
    return rules.stream().flatMap(armed -> Watch.of(armed).stream()).toList();
  }

  private Optional<Series> seriesOf(Watch watch) {
    return series.stream().filter(each -> isOf(each, watch)).findFirst();
  }

  /** The series that an alert is about; none for one that counts no sockets. */
  private Optional<Series> seriesOf(Episode episode) {
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

  private Observation observation(
      Optional<Series> counts, Optional<ListenQueue> listen, Round round) {
    HostSample now = round.sample();
    return new Observation(
        counts.isPresent() ? counts.get().count() : 0,
        counts.isPresent() && counts.get().needsAge()
            ? counts.get().oldestMs(sample)
            : OptionalLong.empty(),
        sample == null ? StateCounts.EMPTY : sample.counts(),
        listen,
        now.limits(netns),
        counts.map(Series::baseline),
        counts.isPresent() && counts.get().isKnown(round.observedMs(), now.intervalMs()),
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
        for (int i = 0; i < counted.size(); i++) {
          if (counted.get(i).isPresent() && counted.get(i).get() == each) {
            lowest = Math.min(lowest, threshold(findings.get(i)).orElse(lowest));
          }
        }
        if (Double.isFinite(lowest)) {
          announcer.judged(netns, endpoint, state.get(), each.baseline().level(), lowest);
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

  @Override
  public Optional<Baseline> baseline(Episode episode) {
    return seriesOf(episode).map(Series::baseline).filter(it -> !it.isEmpty());
  }

  @Override
  public Evidence evidence(Episode episode, Verdicts past) {
    OwnerPattern owner = OwnerPattern.named(episode.owner);
    List<Group> groups =
        sample == null ? List.of() : sample.groups().stream().filter(owner::matches).toList();
    return new Evidence(
        EvidenceOf.owners(episode, groups, gone),
        EvidenceOf.peers(episode, groups),
        sample == null ? Optional.empty() : sample.listen(),
        EvidenceOf.counters(netns, Lore.counters(episode), past),
        series(episode, past));
  }

  private List<Evidence.Point> series(Episode episode, Verdicts past) {
    return episode.about.equals(Lore.LISTEN_QUEUE)
        ? past.recentQueue(endpoint)
        : episode.states.only().map(state -> past.recent(netns, endpoint, state)).orElse(List.of());
  }

  @Override
  public String detail(Episode episode) {
    return switch (episode.about) {
      case Lore.EPHEMERAL_PORTS ->
          host == null ? "" : " of " + host.limits(netns).ephemeralPorts() + " local ports";
      case Lore.LISTENER_GONE -> isListening() ? "" : "gone";
      default -> "";
    };
  }

  private boolean isListening() {
    return sample != null && sample.counts().count(SocketState.LISTEN) > 0;
  }

  void encode(BinaryWriter out) {
    out.text(netns);
    out.text(endpoint.role().wireName());
    out.varint(endpoint.port());
    out.varint(series.size());
    series.forEach(each -> each.encode(out));
    lifecycle.encode(out);
  }

  static Spot decode(BinaryReader in, int version) {
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
    return new Spot(netns, endpoint, series, Lifecycle.decode(in, version));
  }
}
