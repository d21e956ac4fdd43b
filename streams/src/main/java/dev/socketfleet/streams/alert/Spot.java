package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
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
import dev.socketfleet.streams.rule.OwnerPattern;
import dev.socketfleet.streams.rule.Watch;
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

  /** The rules that it was made ready for, and what of them is about it. */
  private @Nullable HostRules armedWith;

  private EndpointRules rules = EndpointRules.NONE;

  /** By the index in {@link EndpointRules#counted}; null where there was nothing to count yet. */
  private @Nullable Series[] counted = {};

  /** Of the snapshot that is being judged; null where the endpoint is absent from it. */
  private @Nullable EndpointSample sample;

  /** The same snapshot as a whole. */
  private @Nullable HostSample host;

  /** Its listener, when that is gone. */
  private Listeners.@Nullable Listener gone;

  /** Set once its host remembers it no more. */
  private boolean forgotten;

  Spot(Place place, String netns, Endpoint endpoint) {
    this(place, netns, endpoint, List.of(), new Lifecycle(List.of()));
  }

  private Spot(
      Place place, String netns, Endpoint endpoint, List<Series> series, Lifecycle lifecycle) {
    this.place = place;
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
      each.see(observation(each, listen(OwnerPattern.ANY), round));
    }
    List<Watch> watches = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    addCounting(round, watches, findings);
    for (Watch watch : rules.perPeer()) {
      addPeers(watch, watches, findings);
    }
    for (Watch watch : rules.exhaustion()) {
      addDestinations(watch, round.sample(), watches, findings);
    }
    for (Watch watch : rules.gone()) {
      addGone(watch, round.observedMs(), watches, findings);
    }
    lifecycle.advance(watches, findings, now, neighbours, announcer.at(place, this));
    tellJudged(announcer);
    for (Series each : series) {
      each.learn(round);
    }
    if (lifecycle.episodes().isEmpty() && series.removeIf(Series::isQuiet)) {
      index();
    }
  }

  /** What counts nothing and has no alert to end is left out: most states are zero. */
  private void addCounting(Round round, List<Watch> watches, List<Finding> findings) {
    boolean calm = lifecycle.episodes().isEmpty();
    @Nullable Observation uncounted = null;
    for (int i = 0; i < rules.counting().size(); i++) {
      Watch watch = rules.counting().get(i);
      Series counts = series(rules.countedBy(i));
      Observation seen;
      if (counts != null) {
        seen = counts.seen();
      } else if (watch.counts() && calm) {
        continue;
      } else if (watch.rule().select().owner().isPresent()) {
        seen = observation(null, listen(OwnerPattern.of(watch)), round);
      } else {
        uncounted =
            uncounted == null ? observation(null, listen(OwnerPattern.ANY), round) : uncounted;
        seen = uncounted;
      }
      Finding finding = Judge.endpoint(watch.rule().condition(), seen, lifecycle.isFiring(watch));
      watches.add(watch);
      findings.add(finding);
      if (counts != null) {
        counts.judged(finding);
      }
    }
  }

  private @Nullable Series series(int index) {
    return index == EndpointRules.NO_COUNT ? null : counted[index];
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

  void forget() {
    forgotten = true;
  }

  boolean isForgotten() {
    return forgotten;
  }

  /** Ends the round. */
  void forgetSample() {
    sample = null;
    host = null;
    gone = null;
  }

  private void arm(Round round) {
    if (armedWith == round.rules()) {
      return;
    }
    armedWith = round.rules();
    rules = round.rules().namespace(netns).endpoint(endpoint);
    series.removeIf(each -> indexOf(each) == EndpointRules.NO_COUNT);
    index();
    for (Series each : series) {
      prepare(each, rules.counted().get(indexOf(each)), round);
    }
  }

  private static void prepare(Series each, EndpointRules.Counted as, Round round) {
    each.keepWindows(windows(round.rules(), each));
    each.ageFrom(as.ageFrom());
  }

  private void index() {
    counted = new Series[rules.counted().size()];
    for (Series each : series) {
      counted[indexOf(each)] = each;
    }
  }

  private int indexOf(Series each) {
    return rules.indexOf(each.states, each.owner);
  }

  /** A state that is not there needs no memory: it was zero. */
  private void addSeries(Round round) {
    if (sample == null) {
      return;
    }
    for (int i = 0; i < counted.length; i++) {
      EndpointRules.Counted what = rules.counted().get(i);
      if (counted[i] == null && Series.countIn(sample, what.states(), what.pattern()) > 0) {
        Series fresh =
            round.rulesAreNew()
                ? Series.unknown(what.states(), what.owner(), round.observedMs())
                : Series.fromZero(what.states(), what.owner());
        prepare(fresh, what, round);
        series.add(fresh);
        counted[i] = fresh;
      }
    }
  }

  /** The series that an alert is about; none for one that counts no sockets. */
  private Optional<Series> seriesOf(Episode episode) {
    return series.stream().filter(each -> each.is(episode.states, episode.owner)).findFirst();
  }

  private static int windows(HostRules rules, Series series) {
    int windows = 0;
    for (SocketState state : series.states.states()) {
      windows = Math.max(windows, rules.growthWindows(state));
    }
    return windows;
  }

  private Observation observation(
      @Nullable Series counts, Optional<ListenQueue> listen, Round round) {
    HostSample now = round.sample();
    StateCounts states = sample == null ? StateCounts.EMPTY : sample.counts();
    KernelLimits limits = now.limits(netns);
    return counts == null
        ? new Observation(
            0,
            OptionalLong.empty(),
            states,
            listen,
            limits,
            Optional.empty(),
            false,
            Optional.empty())
        : new Observation(
            counts.count(),
            counts.needsAge() ? counts.oldestMs(sample) : OptionalLong.empty(),
            states,
            listen,
            limits,
            Optional.of(counts.baseline()),
            counts.isKnown(round.observedMs(), now.intervalMs()),
            counts.minima());
  }

  /** For each series of one state: its level, and the lowest number at which a rule would begin. */
  private void tellJudged(Announcer announcer) {
    for (Series each : series) {
      double lowest = each.lowestThreshold();
      if (Double.isFinite(lowest)
          && each.owner.equals(Watch.ANY_OWNER)
          && !each.baseline().isEmpty()
          && each.states.only().isPresent()) {
        announcer.judged(
            netns, endpoint, each.states.only().get(), each.baseline().level(), lowest);
      }
    }
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
    Place place = new Place(netns, endpoint);
    return new Spot(place, netns, endpoint, series, Lifecycle.decode(in, version));
  }
}
