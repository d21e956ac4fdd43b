package dev.socketfleet.deploy.cli;

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

  ApiClient client() {
    return new ApiClient(url);
  }
}
