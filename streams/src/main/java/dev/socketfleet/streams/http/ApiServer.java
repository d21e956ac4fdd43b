package dev.socketfleet.streams.http;

import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.streams.query.StoresUnavailableException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API on its port. Reads only: no request changes anything. Use it once. */
public final class ApiServer implements AutoCloseable {

  /** What a person can follow from the index page. */
  static final List<String> LINKS =
      List.of(
          "/api/v1/hosts",
          "/api/v1/top?state=established&by=endpoint",
          "/api/v1/alerts",
          "/api/v1/rules",
          "/api/v1/states",
          "/health/live",
          "/health/ready",
          "/metrics");

  static final String JSON = "application/json";

  private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

  private static final int MAX_THREADS = 32;
  private static final int IDLE_TIMEOUT_MS = 30_000;
  private static final long MAX_REQUEST_BYTES = 8_192;
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-store",
          "Content-Security-Policy",
              "default-src 'none'; style-src "
                  + IndexPage.STYLE_HASH
                  + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

  private final HttpSettings settings;
  private final ApiServices services;
  private final HostHeader hostHeader;
  private @Nullable Javalin javalin;

  /** A server that does not listen until {@link #start}. */
  public ApiServer(HttpSettings settings, ApiServices services) {
    this.settings = settings;
    this.services = services;
    this.hostHeader = new HostHeader(settings);
  }

  /**
   * Begins to listen.
   *
   * @throws ConfigurationException when that is not possible there
   */
  public void start() {
    settings
        .problem()
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
    try {
      Javalin started = Javalin.create(this::configure);
      javalin = started;
      started.start(settings.host(), settings.port());
    } catch (JavalinBindException e) {
      close();
      throw new ConfigurationException(List.of(cannotListen()));
    }
    log.info("The API listens on {}", url());
  }

  private String cannotListen() {
    return ("http.port was '%d' but %s does not let this process listen there: another process"
            + " does, or the address is not of this machine, or the port needs more rights."
            + " Choose another with http.port (0 picks a free one).")
        .formatted(settings.port(), Quoted.of(settings.host()));
  }

  /** Where it listens, for people and clients. */
  public String url() {
    String host = settings.host();
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port());
  }

  /** The port, which is another one than asked for where that was 0. */
  public int port() {
    Javalin running = javalin;
    return running == null ? settings.port() : running.port();
  }

  @Override
  public void close() {
    Javalin running = javalin;
    javalin = null;
    if (running != null) {
      running.stop();
    }
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = MAX_REQUEST_BYTES;
    config.http.defaultContentType = JSON;
    config.jetty.threadPool = threads();
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyErrors());
          // Answers are short; waiting for idle connections of clients would only delay the stop.
          server.setStopTimeout(0);
        });
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setIdleTimeout(IDLE_TIMEOUT_MS);
        });
    routes(config.routes);
    errors(config.routes);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("http");
    threads.setDaemon(true);
    return threads;
  }

  private void routes(RoutesConfig routes) {
    routes.before(this::before);
    get(routes, "/api/v1/hosts", new HostsResource(services.hosts()));
    get(routes, "/api/v1/hosts/{host}", new HostResource(services.hosts(), services.clock()));
    get(
        routes,
        "/api/v1/hosts/{host}/series",
        new SeriesResource(
            services.hosts(), services.dictionary(), services.engine(), services.clock()));
    get(
        routes,
        "/api/v1/fleet/endpoints",
        new FleetEndpointsResource(
            services.fleet(), services.dictionary(), services.engine().fleetLabels()));
    get(
        routes,
        "/api/v1/fleet/series",
        new FleetSeriesResource(
            services.fleet(), services.dictionary(), services.engine(), services.clock()));
    get(routes, "/api/v1/top", new TopResource(services.hosts(), services.dictionary()));
    get(routes, "/api/v1/alerts", new AlertsResource(services.alerts(), services.dictionary()));
    get(routes, "/api/v1/alerts/{id}", new AlertResource(services.alerts()));
    get(routes, "/api/v1/rules", new RulesResource(services.rules()));
    get(
        routes,
        "/api/v1/states",
        parameters -> json -> json.writeTree(services.dictionary().json()));
    routes.get("/health/live", this::live);
    routes.get("/health/ready", this::ready);
    routes.get("/metrics", ctx -> ctx.contentType(PROMETHEUS).result(services.metrics().get()));
    IndexPage index = new IndexPage(services.hosts(), services.alerts());
    routes.get("/", ctx -> ctx.html(index.render()));
  }

  private void before(Context ctx) {
    SECURITY_HEADERS.forEach(ctx::header);
    hostHeader.check(ctx.header("Host"));
  }

  private static void get(RoutesConfig routes, String path, Resource resource) {
    Set<String> known = resource.parameters();
    routes.get(
        path,
        ctx -> {
          Parameters parameters = new Parameters(ctx.pathParamMap(), ctx.queryParamMap(), known);
          reply(ctx, 200, resource.answer(parameters));
        });
  }

  private void live(Context ctx) {
    boolean alive = services.health().isAlive();
    health(ctx, alive ? 200 : 503, alive ? "alive" : "failed", List.of());
  }

  private void ready(Context ctx) {
    List<String> waitingFor = services.health().waitingFor();
    boolean ready = waitingFor.isEmpty();
    health(ctx, ready ? 200 : 503, ready ? "ready" : "starting", waitingFor);
  }

  private static void health(Context ctx, int status, String word, List<String> waitingFor) {
    reply(
        ctx,
        status,
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

  private static void reply(Context ctx, int status, JsonBody body) {
    ctx.status(status).contentType(JSON).result(body.bytes());
  }

  private static void errors(RoutesConfig routes) {
    routes.exception(ApiException.class, (e, ctx) -> reply(ctx, e));
    routes.exception(StoresUnavailableException.class, (e, ctx) -> reply(ctx, unavailable(e)));
    routes.exception(HttpResponseException.class, (e, ctx) -> reply(ctx, refused(e, ctx)));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          log.error("Answering {} failed", Quoted.of(ctx.path()), e);
          reply(
              ctx,
              new ApiException(
                  500,
                  "internal",
                  "the answer could not be made",
                  "This is a defect; the log of the server has the details."));
        });
  }

  private static void reply(Context ctx, ApiException e) {
    e.headers().forEach(ctx::header);
    reply(ctx, e.status(), e.body());
  }

  private static ApiException unavailable(StoresUnavailableException e) {
    long seconds = Math.max(1, e.retryAfter().toSeconds());
    return new ApiException(
        503,
        "unavailable",
        "the state is being moved or restored",
        "Ask again in %d s; GET /health/ready tells when all is there.".formatted(seconds),
        Map.of("Retry-After", Long.toString(seconds)));
  }

  private static ApiException refused(HttpResponseException e, Context ctx) {
    if (e instanceof MethodNotAllowedResponse) {
      return new ApiException(
          405,
          "method_not_allowed",
          "%s is not possible here".formatted(Quoted.of(ctx.req().getMethod())),
          "This API only reads: use GET.",
          Map.of("Allow", "GET, HEAD"));
    }
    if (e.getStatus() == 404) {
      return new ApiException(
          404,
          "not_found",
          "there is nothing at '%s'".formatted(Quoted.of(ctx.path())),
          "GET / lists what there is.");
    }
    return new ApiException(
        e.getStatus(), "bad_request", "the request was not understood", "GET / lists the API.");
  }
}
