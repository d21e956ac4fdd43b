package dev.socketfleet.collector;

import dev.socketfleet.common.model.HostId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The host id when none is configured: the kernel's host name, else the name that the resolver
 * gives, in lower case, with {@code -} for every character that a {@link HostId} cannot have.
 */
final class HostName {

  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String find() {
    String name = Files.isReadable(KERNEL) ? kernel() : resolver();
    return sanitize(name);
  }

  static String sanitize(String name) {
    String clean = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._:-]", "-");
    String cut = clean.substring(0, Math.min(clean.length(), HostId.MAX_LENGTH));
    return HostId.isValid(cut) ? cut : "localhost";
  }

  private static String kernel() {
    try (InputStream in = Files.newInputStream(KERNEL)) {
      return new String(in.readNBytes(256), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return resolver();
    }
  }

  private static String resolver() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }
}
