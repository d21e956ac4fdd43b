package dev.socketfleet.streams.http;

import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.streams.http.TlsFiles.ServerKey;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API on its port. Reads only: no request changes anything. Use it once. */
public final class ApiServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

  private static final int MAX_THREADS = 64;
  private static final int MAX_CONNECTIONS = 2_000;
  private static final int IDLE_TIMEOUT_MS = 30_000;
  private static final long MAX_REQUEST_BYTES = 8_192;
  private static final long RELOAD_SECONDS = 1;

  private final HttpSettings settings;
  private final HostHeader hostHeader;
  private final DashboardFiles dashboard = new DashboardFiles();
  private final ApiRoutes routes;
  private final Exchange exchange;
  private final EventsHandler events;
  private @Nullable Secrets secrets;
  private @Nullable Javalin javalin;
  private @Nullable ScheduledExecutorService reloading;

  /** A server that does not listen until {@link #start}. */
  public ApiServer(HttpSettings settings, ApiServices services) {
    this.settings = settings;
    this.hostHeader = new HostHeader(settings);
    ApiMeters meters = new ApiMeters(services.registry());
    Peers peers =
        new Peers(
            settings.scheme(),
            () -> secrets().client(),
            () -> secrets().ownToken(),
            services.registry());
    this.events = new EventsHandler(services.events(), settings.eventClients());
    meters.clients(events::clients);
    this.routes = new ApiRoutes(services, peers, dashboard);
    this.exchange = new Exchange(meters);
  }

  private Secrets secrets() {
    Secrets started = secrets;
    if (started == null) {
      throw new IllegalStateException("the API was not started");
    }
    return started;
  }

  /**
   * Begins to listen.
   *
   * @throws ConfigurationException when that is not possible there, or a file cannot be read
   */
  public void start() {
    List<String> problems = settings.problems();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    try {
      secrets = new Secrets(settings);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of(String.valueOf(e.getMessage())));
    }
    try {
      Javalin started = Javalin.create(this::configure);
      javalin = started;
      started.start();
    } catch (JavalinBindException e) {
      close();
      throw new ConfigurationException(List.of(cannotListen()));
    }
    reloading = Executors.newSingleThreadScheduledExecutor(ApiServer::daemon);
    var unused =
        reloading.scheduleWithFixedDelay(
            secrets()::refresh, RELOAD_SECONDS, RELOAD_SECONDS, TimeUnit.SECONDS);
    log.info("The API listens on {}", url());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "http-reload");
    thread.setDaemon(true);
    return thread;
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
    return "%s://%s:%d"
        .formatted(settings.scheme(), host.contains(":") ? "[" + host + "]" : host, port());
  }

  /** The port, which is another one than asked for where that was 0. */
  public int port() {
    Javalin running = javalin;
    return running == null ? settings.port() : running.port();
  }

  @Override
  public void close() {
    events.close();
    ScheduledExecutorService task = reloading;
    if (task != null) {
      task.shutdownNow();
    }
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
    config.http.defaultContentType = Answer.JSON;
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    config.jetty.threadPool = threads();
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyErrors());
          server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
          // Answers are short; waiting for idle connections of clients would only delay the stop.
          server.setStopTimeout(0);
        });
    config.jetty.addConnector(this::connector);
    routes(config.routes);
    errors(config.routes);
  }

  private Connector connector(Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setIdleTimeout(IDLE_TIMEOUT_MS);
    ServerConnector connector = new ServerConnector(server, connections(http));
    connector.setIdleTimeout(IDLE_TIMEOUT_MS);
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    return connector;
  }

  private ConnectionFactory[] connections(HttpConfiguration http) {
    if (!settings.tls().isOn()) {
      return new ConnectionFactory[] {new HttpConnectionFactory(http)};
    }
    // Instances call each other by what they advertise, which may be an address.
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSniRequired(false);
    use(tls, secrets().serverKey());
    secrets()
        .onNewKey(
            key -> {
              try {
                tls.reload(factory -> use(tls, key));
              } catch (Exception e) {
                log.error("The new key of http.tls.* cannot be used; the old one stays", e);
              }
            });
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http)
    };
  }

  private static void use(SslContextFactory.Server tls, ServerKey key) {
    tls.setKeyStore(key.store());
    tls.setKeyStorePassword(key.password());
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("http");
    threads.setDaemon(true);
    return threads;
  }

  private void routes(RoutesConfig config) {
    Gate gate = secrets().gate();
    config.before(ctx -> before(ctx, gate));
    for (Route route : routes.all()) {
      if (route.path().equals(EventsHandler.PATH)) {
        config.get(route.path(), events::handle);
      } else {
        config.get(route.path(), ctx -> exchange.run(ctx, route));
      }
    }
    dashboard.byPath().forEach((path, file) -> config.get(path, ctx -> Exchange.write(ctx, file)));
  }

  private void before(Context ctx, Gate gate) {
    SecurityHeaders.ALL.forEach(ctx::header);
    hostHeader.check(ctx.header("Host"));
    gate.check(ctx.path(), ctx.req().getRemoteAddr(), ctx.header("Authorization"));
    String method = ctx.req().getMethod();
    boolean body = ctx.req().getContentLengthLong() > 0 || ctx.header("Transfer-Encoding") != null;
    if (body && (method.equals("GET") || method.equals("HEAD"))) {
      throw JettyErrors.error(413);
    }
  }

  private void errors(RoutesConfig routes) {
    routes.exception(ApiException.class, (e, ctx) -> Exchange.write(ctx, refusal(e, ctx)));
    routes.exception(
        HttpResponseException.class, (e, ctx) -> Exchange.write(ctx, Answer.of(refused(e, ctx))));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          log.error("Answering {} failed", Quoted.of(ctx.path()), e);
          Exchange.write(ctx, Answer.of(Exchange.internal()));
        });
  }

  private Answer refusal(ApiException e, Context ctx) {
    String accept = Objects.requireNonNullElse(ctx.header("Accept"), "");
    return Gate.answer(e, accept);
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
          "GET /openapi.json lists what there is.");
    }
    return JettyErrors.error(e.getStatus());
  }
}
