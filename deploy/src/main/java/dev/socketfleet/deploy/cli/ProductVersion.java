package dev.socketfleet.deploy.cli;

import java.util.Optional;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class ProductVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String product =
        Optional.ofNullable(ProductVersion.class.getPackage().getImplementationVersion())
            .orElse("development");
    return new String[] {
      "socketfleet " + product,
      "Kafka " + AppInfoParser.getVersion(),
      "Java " + System.getProperty("java.version") + " in " + System.getProperty("java.home")
    };
  }
}
