package dev.socketfleet.deploy.simulate.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerProcess;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One host of the fleet: what does not change while it runs. Immutable but for its disturbances.
 */
public final class SimulatedHost {

  private static final int MAX_REMOTES = 8;
  private static final int CUSTOMERS = 64;
  private static final long FIRST_INODE = 4_026_531_840L;

  private final int number;
  private final long key;
  private final String id;
  private final String address;
  private final Profile profile;
  private final Map<String, String> labels;
  private final List<String> namespaces = new ArrayList<>();
  private final List<Site> sites = new ArrayList<>();
  private KernelLimits limits;
  private List<Disturbance> disturbances = List.of();

  /**
   * An endpoint of this host.
   *
   * @param namespace index in {@link SimulatedHost#namespaces}
   * @param key of its randomness
   * @param scale this host's share of the profile's usual load
   * @param remotes addresses on the other end
   */
  record Site(
      Template template,
      int namespace,
      String netns,
      long key,
      double scale,
      Owner owner,
      Optional<OwnerProcess> process,
      List<String> remotes) {

    @Override
    public String toString() {
      return netns + " " + template.endpoint();
    }
  }

  SimulatedHost(long seed, int number, int hosts) {
    this.number = number;
    this.key = Noise.mix(seed, number);
    this.profile = Profile.of(number);
    this.id = "%s-%05d".formatted(profile.label(), number);
    this.address = address(number);
    this.labels = Map.of("dc", "dc" + (1 + number / 20 % 3), "role", profile.label());
    boolean old = Noise.uniform(Noise.mix(key, 11)) < 0.15;
    this.limits = new KernelLimits(2_048, 4_096, old ? 0 : 1, 32_768, 60_999);
    addSites(hosts);
  }

  private void addSites(int hosts) {
    List<Template> templates = Templates.of(profile);
    namespaces.add(Group.HOST_NETNS);
    int containers = templates.stream().mapToInt(Template::container).max().orElse(0);
    for (int i = 1; i <= containers; i++) {
      namespaces.add(HexFormat.of().toHexDigits(Noise.mix(key, 20 + i), 12));
    }
    double size = Noise.spread(Noise.mix(key, 12), 0.7, 1.4);
    for (int i = 0; i < templates.size(); i++) {
      Template template = templates.get(i);
      long siteKey = Noise.mix(key, 100 + i);
      String netns = namespaces.get(template.container());
      int pid = 700 + Noise.pick(Noise.mix(siteKey, 1), 30_000);
      sites.add(
          new Site(
              template,
              template.container(),
              netns,
              siteKey,
              size * Noise.spread(Noise.mix(siteKey, 2), 0.8, 1.25),
              new Owner(template.ownerKind(), template.container() == 0 ? template.unit() : netns),
              Optional.of(new OwnerProcess(pid, template.process())),
              remotes(template, siteKey, hosts)));
    }
  }

  private List<String> remotes(Template template, long siteKey, int hosts) {
    return switch (template.remote()) {
      case LOOPBACK -> List.of("127.0.0.1");
      case INTERNET -> foreign("203.0.113.", siteKey, template.isServer() ? CUSTOMERS : 3);
      case OTHERS -> foreign("10.250.7.", siteKey, template.isServer() ? 6 : 3);
      case WEB -> inFleet(Profile.WEB, siteKey, hosts);
      case APP -> inFleet(Profile.APP, siteKey, hosts);
      case DB -> inFleet(Profile.DB, siteKey, hosts);
      case CACHE -> inFleet(Profile.CACHE, siteKey, hosts);
      case WORKER -> inFleet(Profile.WORKER, siteKey, hosts);
    };
  }

  private List<String> inFleet(Profile other, long siteKey, int hosts) {
    List<String> addresses =
        Profile.neighbours(number, other, hosts).stream()
            .limit(MAX_REMOTES)
            .map(SimulatedHost::address)
            .toList();
    return addresses.isEmpty() ? foreign("10.250.8.", siteKey, 2) : addresses;
  }

  private static List<String> foreign(String network, long siteKey, int count) {
    int first = Noise.pick(siteKey, 200);
    List<String> addresses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      addresses.add(network + (1 + (first + 3 * i) % 254));
    }
    return addresses;
  }

  private static String address(int number) {
    return "10.%d.%d.%d".formatted(16 + (number >> 16), number >> 8 & 0xFF, number & 0xFF);
  }

  /** In {@code 0..hosts - 1}. */
  public int number() {
    return number;
  }

  public String id() {
    return id;
  }

  /** Its IPv4 address, as other hosts see it. */
  public String address() {
    return address;
  }

  public Profile profile() {
    return profile;
  }

  /** The limits of each of its namespaces. */
  public KernelLimits limits() {
    return limits;
  }

  long key() {
    return key;
  }

  Map<String, String> labels() {
    return labels;
  }

  List<String> namespaces() {
    return namespaces;
  }

  long inode(int namespace) {
    return FIRST_INODE + (namespace == 0 ? 0 : 400 + Noise.pick(Noise.mix(key, namespace), 90_000));
  }

  List<Site> sites() {
    return sites;
  }

  /** How many endpoints there are; their indices are below. */
  public int endpoints() {
    return sites.size();
  }

  /** The endpoint with this index. */
  public Endpoint endpoint(int index) {
    return sites.get(index).template().endpoint();
  }

  /** The namespace of the endpoint with this index. */
  public String netns(int index) {
    return sites.get(index).netns();
  }

  /** Listening sockets of the endpoint with this index, 0 for clients. */
  public int sockets(int index) {
    return sites.get(index).template().sockets();
  }

  /** What one accept queue of the endpoint holds. */
  public long queueLimit(int index) {
    return sites.get(index).template().limit();
  }

  /** The busiest address on the other end. */
  public String mainRemote(int index) {
    return sites.get(index).remotes().get(0);
  }

  /** Connections at the daily peak. */
  public double established(int index) {
    Site site = sites.get(index);
    return site.scale() * site.template().established();
  }

  /** New connections a second at the daily peak. */
  public double connects(int index) {
    return established(index) / sites.get(index).template().lifeSeconds();
  }

  List<Disturbance> disturbances() {
    return disturbances;
  }

  /** The host with other limits and with what will happen to it; replaces what was set before. */
  void disturb(List<Disturbance> all, long syncookies) {
    disturbances = List.copyOf(all);
    limits =
        new KernelLimits(
            limits.synBacklog(),
            limits.somaxconn(),
            syncookies,
            limits.ephemeralFrom(),
            limits.ephemeralTo());
  }
}
