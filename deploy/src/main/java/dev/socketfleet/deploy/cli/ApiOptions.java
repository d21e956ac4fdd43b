package dev.socketfleet.deploy.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which streams instance a command asks. */
final class ApiOptions {

  static final String DEFAULT_URL = "http://127.0.0.1:8088";

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:SOCKETFLEET_URL:-" + DEFAULT_URL + "}",
      description = "Address of the API. Default: ${DEFAULT-VALUE}")
  private String url = DEFAULT_URL;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:SOCKETFLEET_TOKEN_FILE}",
      description =
          "File with the token, where the API asks for one. Default: SOCKETFLEET_TOKEN_FILE")
  private @Nullable Path tokenFile;

  @Option(
      names = "--tls-trust",
      paramLabel = "FILE",
      defaultValue = "${env:SOCKETFLEET_TLS_TRUST}",
      description =
          "Certificates in PEM that sign the API's. Default: SOCKETFLEET_TLS_TRUST, else those of the platform.")
  private @Nullable Path trust;

  ApiClient client() {
    return new ApiClient(url, Optional.ofNullable(tokenFile), Optional.ofNullable(trust));
  }
}
