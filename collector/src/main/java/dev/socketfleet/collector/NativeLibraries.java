package dev.socketfleet.collector;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Unpacks the native libraries of JNA and zstd once, when the collector is prepared. Else each
 * start unpacks them into the temporary folder, which takes time and fails where that is mounted
 * noexec.
 */
final class NativeLibraries {

  private NativeLibraries() {}

  /**
   * Unpacks both.
   *
   * @param args the folder, which exists, and the version of zstd-jni
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    String zstd = "linux/%s/libzstd-jni-%s.so".formatted(System.getProperty("os.arch"), args[1]);
    unpack(
        "com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so",
        folder.resolve("libjnidispatch.so"));
    unpack(zstd, folder.resolve("libzstd-jni.so"));
  }

  private static void unpack(String resource, Path to) throws IOException {
    File unpacked =
        Native.extractFromResourcePath("/" + resource, NativeLibraries.class.getClassLoader());
    Files.copy(unpacked.toPath(), to, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(unpacked.toPath());
  }
}
