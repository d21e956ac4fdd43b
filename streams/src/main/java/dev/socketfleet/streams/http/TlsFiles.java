package dev.socketfleet.streams.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads keys and certificates from files, with words for what is wrong with them. */
public final class TlsFiles {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private TlsFiles() {}

  /**
   * A store with the server's key.
   *
   * @param store protected by the password
   */
  record ServerKey(KeyStore store, String password) {}

  /**
   * Reads the server's key and certificates.
   *
   * @throws IllegalArgumentException with the file and what is wrong with it
   */
  static ServerKey serverKey(TlsSettings settings) {
    try {
      if (settings.keystore().isPresent()) {
        Path file = settings.keystore().get();
        String password = secret(settings.keystorePassword().orElseThrow());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          store.load(in, password.toCharArray());
        }
        return new ServerKey(store, password);
      }
      Path certificate = settings.certificate().orElseThrow();
      Collection<? extends Certificate> chain = certificates(certificate);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException(
            "http.tls.certificate.file was '%s' but there is no certificate in it."
                .formatted(certificate));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server",
          privateKey(settings.key().orElseThrow()),
          new char[0],
          chain.toArray(new Certificate[0]));
      return new ServerKey(store, "");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the files of http.tls.* cannot be read (%s). Check that they belong together and that this user may read them."
              .formatted(e),
          e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (pem.find()) {
      byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
          // Another algorithm's key.
        }
      }
    }
    throw new IllegalArgumentException(
        "http.tls.key.file was '%s' but it holds no RSA, EC or Ed25519 key in PKCS #8. Convert it with: openssl pkcs8 -topk8 -nocrypt"
            .formatted(file));
  }

  /**
   * What a client of the other instances trusts.
   *
   * @throws IllegalArgumentException with the file and what is wrong with it
   */
  public static SSLContext trusting(Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int count = 0;
      for (Certificate certificate : certificates(file)) {
        store.setCertificateEntry("trusted-" + count++, certificate);
      }
      if (count == 0) {
        throw new IllegalArgumentException(
            "the file of trusted certificates was '%s' but there is none in it.".formatted(file));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the file of trusted certificates was '%s' but it cannot be read: %s".formatted(file, e),
          e);
    }
  }

  /** The first line of a file. */
  static String secret(Path file) throws IOException {
    return Files.readString(file).lines().findFirst().orElse("").strip();
  }
}
