package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.streams.baseline.Baseline;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.Finding;
import dev.socketfleet.streams.rule.HostRules.Armed;
import dev.socketfleet.streams.rule.Judge;
import dev.socketfleet.streams.rule.NamespaceRules;
import dev.socketfleet.streams.window.EndpointSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one network namespace: the last values of the kernel counters that rules
 * look at, how they rose, and the alerts about them. Owned by the host's thread.
 */
final class NamespaceWatch implements Witness {

  private static final int MAX_NAME_BYTES = 1_024;
  private static final int MAX_ENTRIES = 4_096;

  final String netns;
  final Place place;
  private final Lifecycle lifecycle;
  private final List<CounterSeries> series = new ArrayList<>(0);

  /** Tells a namespace from another one that took its name; 0 where the system has none. */
  private long inode;

  private Map<String, Long> last = Map.of();

  /** Of the snapshot that is being judged. */
  private @Nullable Round round;

  NamespaceWatch(String netns) {
    this(netns, new Lifecycle(List.of()));
  }

  private NamespaceWatch(String netns, Lifecycle lifecycle) {
    this.netns = netns;
    this.place = new Place(netns, null);
    this.lifecycle = lifecycle;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  /** Whether another namespace has the name now. */
  boolean isOther(Namespace now) {
    return inode != 0 && now.inode() != inode;
  }

  /**
   * Judges a snapshot.
   *
   * @param now null when the namespace is gone: its counters count no more
   */
  void judge(
      @Nullable Namespace now,
      Round round,
      Lifecycle.Moment moment,
      Lifecycle.Neighbours neighbours,
      Announcer announcer) {
    this.round = round;
    NamespaceRules rules = round.rules().namespace(netns);
    List<Watch> watches = new ArrayList<>(rules.rates().size());
    List<Finding> findings = new ArrayList<>(rules.rates().size());
    Map<String, Long> rises = now == null ? Map.of() : advance(now, rules);
    series.removeIf(it -> round.rules().find(it.ruleId).isEmpty());
    for (Armed armed : rules.rates()) {
      Watch watch = Watch.whole(armed, Watch.ANY_PEER);
      watches.add(watch);
      findings.add(finding(armed, now, round, rises, lifecycle.isFiring(watch)));
    }
    lifecycle.advance(watches, findings, moment, neighbours, announcer.at(place, this));
    this.round = null;
  }

  private Finding finding(
      Armed armed, @Nullable Namespace now, Round round, Map<String, Long> rises, boolean firing) {
    if (now == null || !(armed.rule().condition() instanceof Condition.Rate rate)) {
      return Finding.of(false, 0, 0);
    }
    if (!isTold(rate, now)) {
      return new Finding.Unknown();
    }
    CounterSeries rise = seriesOf(armed, round);
    rise.observe(rate, round.sample().at(), round.sample().intervalMs(), rises);
    return Judge.rate(rate, rise, firing);
  }

  /** A counter that this kernel does not have does not rise; without any there is no rate. */
  private static boolean isTold(Condition.Rate rate, Namespace now) {
    return rate.counters().stream().anyMatch(now.tcp()::containsKey);
  }

  private CounterSeries seriesOf(Armed armed, Round round) {
    for (CounterSeries each : series) {
      if (each.ruleId.equals(armed.rule().id())) {
        return each;
      }
    }
    CounterSeries fresh = new CounterSeries(armed.rule().id(), round.sample().at());
    series.add(fresh);
    return fresh;
  }

  /**
   * By how much the counters rose. One that fell began anew, and with another inode all did: what
   * it counted since then is not known to be of this interval, so it did not rise.
   */
  private Map<String, Long> advance(Namespace now, NamespaceRules rules) {
    if (isOther(now)) {
      last = Map.of();
      series.clear();
    }
    inode = now.inode();
    Map<String, Long> rises = Map.of();
    boolean same = true;
    for (String counter : rules.counters()) {
      Long value = now.tcp().get(counter);
      Long before = last.get(counter);
      same &= value == null ? before == null : value.equals(before);
      if (value != null && before != null && value > before) {
        rises = rises.isEmpty() ? new HashMap<>() : rises;
        rises.put(counter, value - before);
      }
    }
    if (!same || last.size() != told(now, rules)) {
      Map<String, Long> next = new TreeMap<>();
      for (String counter : rules.counters()) {
        Long value = now.tcp().get(counter);
        if (value != null) {
          next.put(counter, value);
        }
      }
      last = next;
    }
    return rises;
  }

  private static int told(Namespace now, NamespaceRules rules) {
    int told = 0;
    for (String counter : rules.counters()) {
      told += now.tcp().containsKey(counter) ? 1 : 0;
    }
    return told;
  }

  @Override
  public Optional<Baseline> baseline(Episode episode) {
    return Optional.empty();
  }

  /** The counters name no port; the listener that fits them best is shown beside them. */
  @Override
  public Evidence evidence(Episode episode, Verdicts past) {
    Optional<EndpointSample> suspect = suspect(episode);
    List<String> names = new ArrayList<>(Lore.counters(episode));
    List<Evidence.Point> points = List.of();
    if (rule(episode).isPresent()) {
      Condition.Rate rate = rule(episode).get();
      names.addAll(rate.counters());
      names.addAll(rate.minus());
      points = past.recentRises(netns, rate.counters().get(0));
    }
    List<Group> groups = suspect.map(EndpointSample::groups).orElse(List.of());
    return new Evidence(
        EvidenceOf.listening(groups),
        EvidenceOf.peers(SocketState.SYN_RECEIVED, groups),
        suspect.flatMap(EndpointSample::listen),
        EvidenceOf.counters(netns, names, past),
        points);
  }

  private Optional<Condition.Rate> rule(Episode episode) {
    return round == null
        ? Optional.empty()
        : round
            .rules()
            .find(episode.ruleId)
            .map(armed -> armed.rule().condition())
            .filter(Condition.Rate.class::isInstance)
            .map(Condition.Rate.class::cast);
  }

  /** The fullest accept queue, or the most half-open connections. */
  private Optional<EndpointSample> suspect(Episode episode) {
    Comparator<EndpointSample> order =
        switch (episode.about) {
          case Lore.LISTEN_QUEUE ->
              Comparator.comparingDouble(
                  it -> it.listen().map(queue -> queue.fullest().fill()).orElse(0.0));
          case Lore.SYN_QUEUE ->
              Comparator.comparingLong(it -> it.counts().count(SocketState.SYN_RECEIVED));
          default -> Comparator.comparingLong(it -> 0);
        };
    return round == null || episode.about.equals(Lore.KERNEL_COUNTER)
        ? Optional.empty()
        : round.sample().endpoints().stream()
            .filter(it -> it.netns().equals(netns) && it.listen().isPresent() && !it.isRest())
            .max(order.thenComparing(EndpointSample::endpoint, Comparator.reverseOrder()));
  }

  @Override
  public String detail(Episode episode) {
    return suspect(episode)
        .map(
            it ->
                switch (episode.about) {
                  case Lore.LISTEN_QUEUE -> "; the fullest queue is " + queue(it);
                  default -> halfOpen(it);
                })
        .orElse("");
  }

  private static String queue(EndpointSample suspect) {
    ListenQueue.Fullest fullest =
        suspect.listen().map(ListenQueue::fullest).orElse(new ListenQueue.Fullest(0, 0));
    String limit = fullest.limit() < 0 ? "" : " of " + fullest.limit();
    return "port %d's with %d%s".formatted(suspect.endpoint().port(), fullest.queued(), limit)
        + holder(suspect);
  }

  private static String halfOpen(EndpointSample suspect) {
    long count = suspect.counts().count(SocketState.SYN_RECEIVED);
    return count == 0
        ? ""
        : "; most half-open connections, %d, are on port %d"
                .formatted(count, suspect.endpoint().port())
            + holder(suspect);
  }

  private static String holder(EndpointSample suspect) {
    return EvidenceOf.listening(suspect.groups()).stream()
        .findFirst()
        .map(it -> ", held by " + AlertText.named(it))
        .orElse("");
  }

  void encode(BinaryWriter out) {
    out.text(netns);
    out.varint(inode);
    out.varint(last.size());
    last.forEach(
        (counter, value) -> {
          out.text(counter);
          out.varint(value);
        });
    out.varint(series.size());
    series.forEach(each -> each.encode(out));
    lifecycle.encode(out);
  }

  static NamespaceWatch decode(BinaryReader in, int version) {
    String netns = in.text(MAX_NAME_BYTES);
    long inode = in.varint();
    Map<String, Long> last = new TreeMap<>();
    for (int left = in.varint(MAX_ENTRIES); left > 0; left--) {
      last.put(in.text(MAX_NAME_BYTES), in.varint());
    }
    List<CounterSeries> series = new ArrayList<>();
    for (int left = in.varint(MAX_ENTRIES); left > 0; left--) {
      series.add(CounterSeries.decode(in));
    }
    NamespaceWatch watch = new NamespaceWatch(netns, Lifecycle.decode(in, version));
    watch.inode = inode;
    watch.last = last;
    watch.series.addAll(series);
    return watch;
  }
}
