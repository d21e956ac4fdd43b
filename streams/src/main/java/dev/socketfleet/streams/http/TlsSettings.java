package dev.socketfleet.streams.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files for TLS. Each is read again when it changes.
 *
 * @param certificate chain in PEM, the server's own first
 * @param key its private key in PEM, PKCS #8 without a passphrase
 * @param keystore PKCS #12 with both, instead of them
 * @param keystorePassword file with its password
 * @param trust certificates in PEM that the other instances' may be signed by; the platform's
 *     authorities without it
 */
public record TlsSettings(
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> keystore,
    Optional<Path> keystorePassword,
    Optional<Path> trust) {

  /** No TLS. */
  public static final TlsSettings OFF =
      new TlsSettings(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether the API speaks TLS. */
  public boolean isOn() {
    return certificate.isPresent() || key.isPresent() || keystore.isPresent();
  }

  /** All files that there are. */
  List<Path> files() {
    return Stream.of(certificate, key, keystore, keystorePassword, trust)
        .flatMap(Optional::stream)
        .toList();
  }

  /** What is wrong with the combination. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (certificate.isPresent() != key.isPresent()) {
      problems.add("http.tls.certificate.file and http.tls.key.file must be given together.");
    }
    if (keystore.isPresent() && certificate.isPresent()) {
      problems.add(
          "http.tls.keystore.file and http.tls.certificate.file were both given. Leave one out.");
    }
    if (keystore.isPresent() != keystorePassword.isPresent()) {
      problems.add(
          "http.tls.keystore.file and http.tls.keystore.password.file must be given together.");
    }
    return problems;
  }
}
