package dev.socketfleet.streams.http;

import dev.socketfleet.common.states.StateDictionary;
import java.util.ArrayList;
import java.util.List;

/** Every path in one place: the server answers from it, and its description is made from it. */
final class ApiRoutes {

  private final ApiServices services;
  private final Peers peers;
  private final DashboardFiles dashboard;

  ApiRoutes(ApiServices services, Peers peers, DashboardFiles dashboard) {
    this.services = services;
    this.peers = peers;
    this.dashboard = dashboard;
  }

  /** All, in the order in which they are described. */
  List<Route> all() {
    StateDictionary dictionary = services.dictionary();
    Gathering gathering =
        new Gathering(
            services.own().hosts(), services.copies().hosts(), services.locations(), peers);
    HostsResource hosts = new HostsResource(gathering);
    TopResource top = new TopResource(gathering, dictionary);
    List<Route> routes = new ArrayList<>();
    List<Route> described = new ArrayList<>();
    routes.add(
        Route.table(
            "/api/v1/hosts",
            "The hosts by name: last seen, counts, clock skew, losses, collector.",
            "HostList",
            CsvTable.of(
                    "items",
                    "host",
                    "os",
                    "labels",
                    "lastSeen",
                    "status",
                    "skewMs",
                    "lost",
                    "late",
                    "duplicates",
                    "incomplete",
                    "source",
                    "complete",
                    "intervalMs")
                .withStates("counts", ""),
            hosts));
    routes.add(
        Route.json(
            "/api/v1/hosts/{host}",
            "The youngest snapshot of a host in full.",
            "Host",
            owned(new HostResource(services.clock()))));
    routes.add(
        Route.table(
            "/api/v1/hosts/{host}/series",
            "One count of a host over time.",
            "Series",
            CsvTable.of(
                "points",
                "start",
                "end",
                "samples",
                "min",
                "max",
                "mean",
                "last",
                "sum",
                "baseline",
                "threshold"),
            owned(new SeriesResource(dictionary, services.engine(), services.clock()))));
    routes.add(
        Route.table(
            "/api/v1/fleet/endpoints",
            "All endpoints of the fleet in its youngest closed window, busiest first.",
            "EndpointList",
            CsvTable.of("items", "role", "port").withStates("states", ".max"),
            owned(new FleetEndpointsResource(dictionary, services.engine().fleetLabels()))));
    routes.add(
        Route.table(
            "/api/v1/fleet/series",
            "One count of the fleet, or of a label value, over time.",
            "FleetSeries",
            CsvTable.of(
                "points", "start", "end", "samples", "min", "max", "mean", "last", "hosts",
                "missing"),
            owned(new FleetSeriesResource(dictionary, services.engine(), services.clock()))));
    routes.add(
        Route.table(
            "/api/v1/top",
            "Who has most sockets in a state now; silent hosts are left out.",
            "TopList",
            CsvTable.of(
                "items",
                "host",
                "role",
                "port",
                "kind",
                "name",
                "count",
                "hosts",
                "topHost.host",
                "topHost.count"),
            top));
    routes.add(
        Route.table(
            "/api/v1/alerts",
            "The current alerts as on their topic, firing first, youngest first.",
            "AlertList",
            ALERTS,
            new AlertsResource(services.alerts(), dictionary)));
    // Before the route with a parameter, which would take it for an id.
    routes.add(
        Route.table(
            "/api/v1/alerts/history",
            "The transitions of alerts in a time, oldest first.",
            "AlertList",
            ALERTS,
            new HistoryResource(services.history(), services.clock())));
    routes.add(
        Route.json(
            "/api/v1/alerts/{id}",
            "One alert as it is now.",
            "Alert",
            new AlertResource(services.alerts())));
    routes.add(
        Route.table(
            "/api/v1/rules",
            "The rules in force, each with the revision that its alerts name.",
            "RuleList",
            CsvTable.of("items", "id", "kind", "severity", "for", "enabled", "revision"),
            new RulesResource(services.rules())));
    routes.add(
        Route.json(
            "/api/v1/states",
            "The dictionary of TCP states.",
            "StateDictionary",
            (LocalResource) parameters -> json -> json.writeTree(dictionary.json())));
    routes.add(
        Route.json(
            HostsResource.INTERNAL,
            "For instances: hosts of some partitions.",
            "Part",
            hosts.part()));
    routes.add(
        Route.json(
            TopResource.INTERNAL, "For instances: shares of some partitions.", "Part", top.part()));
    routes.add(
        Route.other(
            EventsHandler.PATH,
            "Alerts and closed windows as they come (server-sent events).",
            "text/event-stream",
            new Resource() {
              @Override
              public List<QueryParameter> parameters() {
                return EventFilter.PARAMETERS;
              }

              @Override
              public Answer answer(Call call) {
                throw new IllegalStateException("events have a handler of their own");
              }
            }));
    routes.add(Route.json("/health/live", "Whether a restart is needed.", "Health", this::live));
    routes.add(
        Route.json(
            "/health/ready", "Whether every question can be answered.", "Health", this::ready));
    routes.add(
        Route.other(
            "/metrics",
            "Metrics in the text format of Prometheus.",
            "text/plain",
            call -> Answer.text(PROMETHEUS, services.metrics().get())));
    routes.add(Route.other("/", "The dashboard.", "text/html", call -> dashboard.page()));
    OpenApi description = new OpenApi(described);
    routes.add(
        Route.json(OpenApi.PATH, "This description.", "OpenApi", call -> Answer.ok(description)));
    described.addAll(routes);
    return routes;
  }

  private Answer live(Call call) {
    boolean alive = services.health().isAlive();
    return health(alive, alive ? "alive" : "failed", List.of());
  }

  private Answer ready(Call call) {
    List<String> waitingFor = services.health().waitingFor();
    boolean ready = waitingFor.isEmpty();
    return health(ready, ready ? "ready" : "starting", waitingFor);
  }

  private static Answer health(boolean good, String word, List<String> waitingFor) {
    return Answer.of(
        good ? 200 : 503,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", word);
          json.writeArrayFieldStart("waitingFor");
          for (String part : waitingFor) {
            json.writeString(part);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  static final CsvTable ALERTS =
      CsvTable.of(
          "items",
          "id",
          "status",
          "severity",
          "reason",
          "rule.id",
          "scope",
          "host",
          "netns",
          "role",
          "port",
          "state",
          "peer",
          "value",
          "baseline",
          "threshold",
          "startedAt",
          "updatedAt",
          "resolvedAt",
          "summary");

  private Resource owned(OwnedResource resource) {
    return new OwnerRouting(
        resource,
        services.own(),
        services.copies(),
        services.remnants(),
        services.locations(),
        peers);
  }
}
