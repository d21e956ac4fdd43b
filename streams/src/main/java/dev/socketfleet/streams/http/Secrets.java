package dev.socketfleet.streams.http;

import dev.socketfleet.streams.http.TlsFiles.ServerKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keys, certificates and tokens from their files, as they are now. */
final class Secrets {

  private final Optional<Reloaded<TokenFile>> tokens;
  private final Optional<Reloaded<String>> ownToken;
  private final Optional<Reloaded<ServerKey>> serverKey;
  private final Reloaded<HttpClient> client;
  private final Gate gate;
  private @Nullable Consumer<ServerKey> onNewKey;

  /**
   * Reads all.
   *
   * @throws IllegalArgumentException with the file and what is wrong with it
   */
  Secrets(HttpSettings settings) {
    this.tokens =
        settings.tokens().map(file -> new Reloaded<>(List.of(file), () -> TokenFile.read(file)));
    this.ownToken =
        settings.peerToken().map(file -> new Reloaded<>(List.of(file), () -> token(file)));
    TlsSettings tls = settings.tls();
    this.serverKey =
        tls.isOn()
            ? Optional.of(new Reloaded<>(tls.files(), () -> TlsFiles.serverKey(tls)))
            : Optional.empty();
    this.client = new Reloaded<>(tls.trust().map(List::of).orElse(List.of()), () -> client(tls));
    this.gate = new Gate(tokens.map(it -> it), new RateLimit(settings.requestsPerSecond()));
  }

  private static HttpClient client(TlsSettings tls) {
    HttpClient.Builder client = Peers.client();
    tls.trust().ifPresent(file -> client.sslContext(TlsFiles.trusting(file)));
    return client.build();
  }

  private static String token(Path file) {
    try {
      return TlsFiles.secret(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "http.peer.token.file was '%s' but it cannot be read: %s".formatted(file, e), e);
    }
  }

  /** Who may ask. */
  Gate gate() {
    return gate;
  }

  /** For questions to other instances. */
  HttpClient client() {
    return client.get();
  }

  /** What this instance shows to others. */
  Optional<String> ownToken() {
    return ownToken.map(Reloaded::get);
  }

  /** The server's key; only with TLS. */
  ServerKey serverKey() {
    return serverKey.orElseThrow().get();
  }

  /** Calls when there is a new one. */
  void onNewKey(Consumer<ServerKey> action) {
    onNewKey = action;
  }

  /** Reads again what changed. */
  void refresh() {
    tokens.ifPresent(Reloaded::refresh);
    ownToken.ifPresent(Reloaded::refresh);
    client.refresh();
    Consumer<ServerKey> action = onNewKey;
    if (serverKey.isPresent() && serverKey.get().refresh() && action != null) {
      action.accept(serverKey.get().get());
    }
  }
}
