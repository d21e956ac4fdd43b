package dev.socketfleet.streams.notify;

import dev.socketfleet.common.kafka.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** All outputs of one instance. None is on a stream thread, none waits for another. */
public final class Notifiers implements AutoCloseable {

  private static final int GROUP_BYTES = 4;

  private final NotifySettings settings;
  private final Map<String, ?> client;
  private final String applicationId;
  private final MeterRegistry registry;
  private final Clock clock;
  private final HttpClient http;
  private final List<Output> outputs = new ArrayList<>();

  /**
   * Outputs that deliver nothing until {@link #start}.
   *
   * @param client {@code bootstrap.servers} and whatever else the cluster asks for
   * @param applicationId first part of the consumer groups' names
   * @throws IllegalArgumentException when {@code notify.ca.file} has no certificates
   */
  public Notifiers(
      NotifySettings settings,
      Map<String, ?> client,
      Topics topics,
      String applicationId,
      MeterRegistry registry,
      Clock clock) {
    this.settings = settings;
    this.client = client;
    this.applicationId = applicationId;
    this.registry = registry;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.transport().timeout());
    settings.transport().caFile().ifPresent(file -> builder.sslContext(trusting(file)));
    this.http = builder.build();
    settings.alertmanagers().urls().forEach(url -> outputs.add(alertmanager(url, topics)));
    settings.webhooks().urls().forEach(url -> outputs.add(webhook(url, topics)));
  }

  private Output alertmanager(URI url, Topics topics) {
    String name = name("alertmanager", url);
    OutputMeters meters = new OutputMeters(registry, name);
    Reachability reachability = new Reachability(name);
    Receiver receiver =
        new Receiver(
            http,
            URI.create(url + "/api/v2/alerts"),
            settings.alertmanagers().authorization().map(SecretFile::new),
            settings.transport().timeout(),
            Notifiers::isNoAlert);
    return new Output(
        name,
        group("alertmanager", url),
        client,
        topics.alerts(),
        consumer ->
            new AlertmanagerDelivery(
                consumer,
                receiver,
                settings.alertmanagers(),
                settings.externalUrl(),
                settings.transport().retryAtMost(),
                meters,
                reachability,
                clock));
  }

  private Output webhook(URI url, Topics topics) {
    String name = name("webhook", url);
    OutputMeters meters = new OutputMeters(registry, name);
    Reachability reachability = new Reachability(name);
    Receiver receiver =
        new Receiver(
            http,
            url,
            settings.webhooks().authorization().map(SecretFile::new),
            settings.transport().timeout(),
            Notifiers::isWrongRequest);
    return new Output(
        name,
        group("webhook", url),
        client,
        topics.alertEvents(),
        consumer ->
            new WebhookDelivery(
                consumer,
                receiver,
                settings.webhooks(),
                settings.transport().retryAtMost(),
                meters,
                reachability,
                clock));
  }

  /** What Alertmanager answers when an alert is none; with all else it may yet take it. */
  private static boolean isNoAlert(int status) {
    return status == 400;
  }

  /** What a webhook answers when a request is wrong, and not only too early. */
  private static boolean isWrongRequest(int status) {
    return status / 100 == 4 && status != 408 && status != 429;
  }

  /** For logs and metrics: without path and query, which may be secrets. */
  private static String name(String kind, URI url) {
    return kind + ":" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  /** The same in every instance that has the same receiver. */
  private String group(String kind, URI url) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(url.toString().getBytes(StandardCharsets.UTF_8));
      return "%s-notify-%s-%s"
          .formatted(
              applicationId, kind, HexFormat.of().formatHex(Arrays.copyOf(hash, GROUP_BYTES)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static SSLContext trusting(Path caFile) {
    try (InputStream in = Files.newInputStream(caFile)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + trusted.size(), each);
      }
      if (trusted.size() == 0) {
        throw new GeneralSecurityException("there is none in it");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "%s was '%s' but it must be a file of certificates in PEM: %s"
              .formatted(NotifyKeys.CA_FILE, caFile, e.getMessage()),
          e);
    }
  }

  /** Begins to deliver, where there is anybody to deliver to. */
  public void start() {
    outputs.forEach(Output::start);
  }

  @Override
  public void close() {
    outputs.parallelStream().forEach(Output::close);
  }
}
